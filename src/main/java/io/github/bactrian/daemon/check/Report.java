package io.github.bactrian.daemon.check;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a check of all route files came to.
 *
 * @param files the route files as they were read, relative to the working directory
 * @param findings errors: with them nothing starts
 * @param warnings what works, but hardly as it was meant
 * @param notes where a value of the message steers more than one place of a call: for reviewers
 * @param unused properties that no route uses although it uses others of their group; keys
 */
public record Report(
        int routes,
        Map<Path, String> files,
        Collection<Finding> findings,
        Collection<Finding> warnings,
        Collection<Finding> notes,
        Collection<String> unused,
        List<ImportRoute> imports) {}
