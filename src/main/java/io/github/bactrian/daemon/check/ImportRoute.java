package io.github.bactrian.daemon.check;

import java.util.Map;

/**
 * A route that consumes from {@code import:<name>}.
 *
 * @param parameters as written, placeholders resolved
 */
public record ImportRoute(String name, Map<String, String> parameters) {}
