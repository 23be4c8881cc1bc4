package io.github.bactrian.daemon.check;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What exists beside the route files.
 *
 * @param properties every property with its value, placeholders resolved
 * @param profiles the names of the OAuth profiles
 * @param beans names bound by the daemon or by properties, profiles not included
 * @param destinations for each profile of which that is known, whether its token may travel to an origin
 */
public record Known(
        Map<String, String> properties,
        Set<String> profiles,
        Set<String> beans,
        Map<String, Predicate<URI>> destinations) {}
