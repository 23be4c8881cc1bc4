package io.github.bactrian.daemon.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The way of a message so far.
 *
 * @param start the route that it began in
 * @param called the routes and Kamelets that it is in, so that a circle ends
 * @param user the step that uses the Kamelet it is in; empty outside of Kamelets
 */
record Journey(RouteText start, Set<String> called, Optional<Step> user, Placeholders placeholders) {

    Journey into(String name) {
        Set<String> all = new TreeSet<>(called);
        all.add(name);
        return new Journey(start, all, user, placeholders);
    }

    Journey intoKamelet(String name, Step step, Placeholders parameters) {
        return new Journey(start, into(name).called(), Optional.of(user.orElse(step)), parameters);
    }

    boolean isImport() {
        return start.endpoint().scheme().equals("import");
    }

    /** The columns that the import it began with masks. */
    List<String> secretFields() {
        String names = start.endpoint().parameters().getOrDefault("secretFields", "");
        return isImport()
                ? Stream.of(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList()
                : List.of();
    }
}
