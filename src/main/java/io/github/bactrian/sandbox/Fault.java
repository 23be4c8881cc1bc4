package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.PublicApi;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, on purpose. Written in Java as {@code Fault.on("POST", "/v1.0/users").nth(3).drop()}, in
 * JSON as described at {@link FaultScript}.
 *
 * @param delay real time between the request and its answer; zero for none
 * @param acts whether the API does what it was asked before the delay and the effect: the client is then told
 *     otherwise, later, or nothing
 */
@PublicApi
public record Fault(When when, Duration delay, boolean acts, Effect effect) {

    /** What the client gets. */
    public sealed interface Effect {}

    /** What the API answers; with a delay, a slow API. */
    public record Pass() implements Effect {}

    /**
     * This answer instead of the API's own.
     *
     * @param body text is sent as it is, anything else as JSON; null for an error in the shape of the API
     */
    public record Answer(
            int status,
            Map<String, String> headers,
            @Nullable JsonNode body) implements Effect {

        public Answer {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status is " + status + ", not one from 200 to 599");
            }
            headers = Map.copyOf(headers);
        }
    }

    /** A closed connection. */
    public record Drop() implements Effect {}

    /** At most so many requests a window; 429 with {@code Retry-After} for the others. */
    public record Quota(int requests, Duration window) implements Effect {

        public Quota {
            if (requests < 0 || window.isZero() || window.isNegative()) {
                throw new IllegalArgumentException("A quota is of 0 or more requests in a time longer than zero");
            }
        }
    }

    public Fault {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is " + delay + ", less than zero");
        }
    }

    /**
     * All requests with this method and path; narrow them down with the methods of {@link When}.
     *
     * @param method {@code *} for any
     * @param path a prefix, part by part: {@code /v1.0} also matches {@code /v1.0/users}; {@code *} stands for any part
     */
    public static When on(String method, String path) {
        return new When(method, path, 1, 1, Integer.MAX_VALUE, null, "");
    }

    public Fault delayedBy(Duration time) {
        return new Fault(when, time, acts, effect);
    }

    /** The same fault, with the request's effect in place: answered wrongly or not at all, but done. */
    public Fault acting() {
        return new Fault(when, delay, true, effect);
    }

    /** What a quota does to those that are too many. */
    static Answer throttled(Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return new Answer(429, Map.of("Retry-After", Long.toString(seconds)), null);
    }
}
