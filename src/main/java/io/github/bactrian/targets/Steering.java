package io.github.bactrian.targets;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a header of a message decides about the HTTP calls and mails that follow. */
enum Steering {
    PATH,
    QUERY,
    URL,
    METHOD,
    /** Who gets a mail, and in whose name. */
    ADDRESS;

    private static final Set<String> ADDRESSES = Set.of("to", "cc", "bcc", "from", "reply-to");

    private static final Set<String> METHODS =
            Set.of("camelhttpmethod", "x-http-method", "x-http-method-override", "x-method-override");

    private static final Set<String> RESERVED =
            Set.of("authorization", "proxy-authorization", "cookie", "host", "subject");

    /** Headers and properties whose names begin so are Camel's and ours. */
    private static final Set<String> PREFIXES = Set.of("camel", "oauth", "import", "bactrian");

    /** Returns null if the header steers nothing. */
    static @Nullable Steering of(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "camelhttppath" -> PATH;
            case "camelhttpquery", "camelhttprawquery", "camelresthttpquery" -> QUERY;
            case "camelhttpuri", "camelresthttpuri" -> URL;
            default -> METHODS.contains(name) ? METHOD : ADDRESSES.contains(name) ? ADDRESS : null;
        };
    }

    /** Whether a name steers calls or the route itself, so that no message may choose it. */
    static boolean isReserved(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return of(lower) != null
                || RESERVED.contains(lower)
                || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
