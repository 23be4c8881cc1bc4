package io.github.bactrian.daemon;

import io.github.bactrian.oauth.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a token says, in lines; never the token, nor any part of its signature. */
record TokenText(Token token, Instant now) {

    /** What people look for first. */
    private static final List<String> FIRST = List.of("aud", "roles", "tid", "appid", "iss", "exp");

    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");

    List<String> lines() {
        Map<String, Object> claims = token.claims();
        Set<String> names = new LinkedHashSet<>(FIRST);
        names.addAll(new TreeSet<>(claims.keySet()));
        names.retainAll(claims.keySet());
        List<String> lines = new ArrayList<>();
        names.forEach(name -> lines.add("%-8s %s".formatted(name, value(name, claims.get(name)))));
        if (claims.isEmpty()) {
            lines.add("The token is opaque: only its API can read it");
        } else if (!claims.containsKey("roles")) {
            lines.add("roles    none: has an administrator consented?");
        }
        lines.add("expires  " + (isOpenEnded(token) ? "never, as far as it tells" : "in " + left(token, now)));
        return lines;
    }

    /** How long it is used, as words after {@code valid}. */
    static String life(Token token, Instant now) {
        return isOpenEnded(token) ? "until its API refuses it, for no one tells how long" : "for " + left(token, now);
    }

    private static boolean isOpenEnded(Token token) {
        return token.expires().equals(Token.OPEN_END);
    }

    private static String left(Token token, Instant now) {
        return Words.time(Duration.between(now, token.expires()));
    }

    private static String value(String name, @Nullable Object value) {
        if (value instanceof Number seconds && TIMES.contains(name)) {
            return Instant.ofEpochSecond(seconds.longValue()).toString();
        }
        return value instanceof Collection<?> several
                ? several.stream().map(Objects::toString).collect(Collectors.joining(", "))
                : Objects.toString(value, "");
    }
}
