package io.github.bactrian.daemon.check;

import java.util.Collection;
import java.util.List;

/** What a check of all route files came to. */
public record Report(int routes, Collection<Finding> findings, List<ImportRoute> imports) {}
