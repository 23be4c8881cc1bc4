package io.github.bactrian.oauth;

import io.github.bactrian.PublicApi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * An access token.
 *
 * @param value what goes into the {@code Authorization} header after {@code Bearer}
 * @param acquired when it was received
 * @param expires when the issuer says it ends; {@link #OPEN_END} if no one tells
 * @param renewFrom from when on it is renewed on the occasion of its next use
 */
@PublicApi
public record Token(String value, Instant acquired, Instant expires, Instant renewFrom) {

    /** When a token expires whose end no one tells: it counts until an API refuses it. */
    public static final Instant OPEN_END = Instant.parse("9999-12-31T23:59:59Z");

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    /** A token that is renewed in its last fifth, at most five minutes before it expires. */
    static Token of(String value, Instant acquired, Instant expires) {
        Duration fifth = Duration.between(acquired, expires).dividedBy(5);
        Duration margin = fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
        return new Token(value, acquired, expires, expires.minus(margin));
    }

    Token renewedFrom(Instant time) {
        return new Token(value, acquired, expires, time);
    }

    boolean isValid(Instant now) {
        return now.isBefore(expires);
    }

    boolean isDueForRenewal(Instant now) {
        return !now.isBefore(renewFrom);
    }

    /** The claims of the token if it is a JWT, unverified; empty if it is opaque. */
    public Map<String, Object> claims() {
        return claimsOf(value);
    }

    static Map<String, Object> claimsOf(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3) {
            return Map.of();
        }
        try {
            return Json.object(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    @Override
    public String toString() {
        return "Token[expires=" + expires + "]";
    }
}
