package io.github.bactrian.daemon.check;

import java.util.Map;
import java.util.Set;

/**
 * What exists beside the route files.
 *
 * @param properties every property with its value, placeholders resolved
 * @param profiles the names of the OAuth profiles
 * @param beans names bound by the daemon or by properties, profiles not included
 */
public record Known(Map<String, String> properties, Set<String> profiles, Set<String> beans) {}
