package io.github.bactrian.pages;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an API itself says of an error, in the shapes of OData, OAuth and RFC 9457. */
final class ServiceWord {

    private static final List<String> CODES = List.of("/error/code", "/error", "/code");
    private static final List<String> MESSAGES =
            List.of("/error/message", "/error_description", "/message", "/detail", "/title");
    private static final int LONGEST = 300;

    /** Where it may be in the body. */
    static final Set<String> POINTERS =
            Stream.concat(CODES.stream(), MESSAGES.stream()).collect(Collectors.toUnmodifiableSet());

    private ServiceWord() {}

    /** Empty if the API gave none. */
    static String code(Map<String, String> texts) {
        return first(CODES, texts).orElse("");
    }

    /** Code and message; empty if there are none. */
    static String of(Map<String, String> texts) {
        String word = Stream.of(CODES, MESSAGES)
                .flatMap(places -> first(places, texts).stream())
                .collect(Collectors.joining(": "))
                .replaceAll("\\s+", " ");
        return word.length() <= LONGEST ? word : word.substring(0, LONGEST) + "…";
    }

    private static Optional<String> first(List<String> places, Map<String, String> texts) {
        return places.stream().map(texts::get).filter(Objects::nonNull).findFirst();
    }
}
