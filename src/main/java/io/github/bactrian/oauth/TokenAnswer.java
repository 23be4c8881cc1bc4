package io.github.bactrian.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer with a token as issuers really write it: RFC 6749 asks for a type, and for a life in whole seconds, and many leave
 * both out, write numbers as texts or as decimals, or have types of their own.
 */
record TokenAnswer(Map<String, Object> json) {

    /** Decimal, no longer than a double needs. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,20}(\\.\\d{0,20})?([eE][+-]?\\d{1,3})?");

    private static final Pattern FIT_FOR_A_HEADER = Pattern.compile("[\\x21-\\x7e]+");

    /** A member that is a text and not blank. */
    static Optional<String> text(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text && !text.isBlank() ? Optional.of(text.strip()) : Optional.empty();
    }

    Optional<String> value() {
        return text(json, "access_token");
    }

    /** What keeps the token from being used, and the remedy; null if nothing does. */
    @Nullable
    String problem(Collection<String> secrets) {
        String type = Objects.toString(json.get("token_type"), "").strip();
        if (!type.isEmpty() && !type.toLowerCase(Locale.ROOT).startsWith("bearer")) {
            Collection<String> hidden = new ArrayList<>(secrets);
            value().ifPresent(hidden::add);
            return "a token of type " + IssuerText.scrub(type, hidden)
                    + ". Let the issuer give this client bearer tokens";
        }
        return value().filter(token -> !FIT_FOR_A_HEADER.matcher(token).matches())
                        .isPresent()
                ? "a token with characters that no header can carry. Check the issuer"
                : null;
    }

    /** @param unspoken how long it counts if neither the answer nor the token tells; null: until it is refused */
    Token read(Instant now, @Nullable Duration unspoken) {
        String value = value().orElseThrow();
        Instant end = seconds("expires_in").map(life -> after(now, life)).orElseGet(() -> end(value, now, unspoken));
        Token token = Token.of(value, now, end);
        return seconds("refresh_in")
                .map(wait -> after(now, wait))
                .filter(end::isAfter)
                .map(token::renewedFrom)
                .orElse(token);
    }

    /** A past {@code exp} is a clock that is wrong, here or there, so it tells nothing. */
    private static Instant end(String value, Instant now, @Nullable Duration unspoken) {
        return Stream.concat(expiry(value).stream(), Stream.ofNullable(unspoken).map(now::plus))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(Token.OPEN_END);
    }

    private static Optional<Instant> expiry(String value) {
        return seconds(Token.claimsOf(value).get("exp")).map(seconds -> after(Instant.EPOCH, seconds));
    }

    /** Empty if it is absent, not above zero, or no number: some write -1 or 0 for a token without an end. */
    private Optional<Double> seconds(String name) {
        return seconds(json.get(name));
    }

    private static Optional<Double> seconds(@Nullable Object told) {
        return Stream.ofNullable(told)
                .map(number -> number.toString().strip())
                .filter(number -> SECONDS.matcher(number).matches())
                .map(Double::valueOf)
                .filter(number -> number > 0)
                .findFirst();
    }

    private static Instant after(Instant start, double seconds) {
        double most = Duration.between(start, Token.OPEN_END).toSeconds();
        return seconds >= most ? Token.OPEN_END : start.plusMillis(Math.max(1, (long) (seconds * 1000)));
    }
}
