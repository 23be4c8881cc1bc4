package io.github.bactrian.targets;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One way in which a route computes where a message goes, and what each value should become there.
 *
 * @param steps of the route, in YAML; the value is the exchange property {@code id}
 * @param hostile makes a value
 * @param harmless makes a value that has to arrive; null if none does
 * @param mayBeRefused whether a refusal is right
 * @param meant fails if a request is another one than the value should make
 */
record FuzzedKind(
        String name,
        String steps,
        Function<HostileValues, String> hostile,
        Function<HostileValues, String> harmless,
        Predicate<String> mayBeRefused,
        BiConsumer<RawApi.Request, String> meant) {

    static final String METHOD = "PATCH";

    /** A value at one place of a path or query. */
    static FuzzedKind place(String name, String steps, Expected expected, Predicate<String> mayBeRefused) {
        return new FuzzedKind(name, steps, HostileValues::hostile, HostileValues::plain, mayBeRefused, expected::check);
    }

    /** What no value may ever do. */
    static FuzzedKind never(String name, String steps) {
        return new FuzzedKind(name, steps, HostileValues::hostile, null, value -> true, (request, value) -> {
            throw new AssertionError("a request where none was meant: " + request);
        });
    }

    FuzzedKind of(Function<HostileValues, String> hostile, Function<HostileValues, String> harmless) {
        return new FuzzedKind(name, steps, hostile, harmless, mayBeRefused, meant);
    }

    /** The library is also tested on Camels of which some components cannot be had. */
    boolean hasItsComponent() {
        return Stream.of("kamelet", "vertx-http", "netty-http")
                .filter(component -> steps.contains(component + ":"))
                .allMatch(component -> FuzzedKind.class
                                .getClassLoader()
                                .getResource("META-INF/services/org/apache/camel/component/" + component)
                        != null);
    }

    static boolean noUnicode(String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            if (Character.getType(value.codePointAt(i)) == Character.SURROGATE) {
                return true;
            }
        }
        return false;
    }

    static boolean noSegment(String value) {
        return noUnicode(value) || List.of("", ".", "..").contains(value);
    }

    static boolean quoted(String value) {
        return noUnicode(value) || value.matches("(?s).*['\"\\\\].*");
    }

    /** The first three lines of all routes, and the steps. */
    String route() {
        return """
                - route:
                    from:
                      uri: "direct:fuzzed-%s"
                      steps:
                        - process: { ref: oauth.graph }
                """.formatted(name) + steps.indent(8);
    }
}
