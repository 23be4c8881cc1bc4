package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.PublicApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a {@link Fault} happens to. Every request with the method and path is counted, whether or not another
 * fault happens to it.
 *
 * @param method {@code *} for any
 * @param path a prefix, part by part; {@code *} stands for any part
 * @param from the first request that is meant, counted from 1
 * @param every of those from then on, each so-manieth
 * @param count how often at most
 * @param lasting how long from the first time it happens; null for ever
 * @param containing what stands in the body of those that are meant; empty for any
 */
@PublicApi
public record When(
        String method,
        String path,
        int from,
        int every,
        int count,
        @Nullable Duration lasting,
        String containing) {

    public When {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path is '" + path + "', which does not start with /");
        }
        if (from < 1 || every < 1 || count < 1) {
            throw new IllegalArgumentException("from, every and count are at least 1");
        }
    }

    public When from(int first) {
        return new When(method, path, first, every, count, lasting, containing);
    }

    public When every(int step) {
        return new When(method, path, from, step, count, lasting, containing);
    }

    public When count(int times) {
        return new When(method, path, from, every, times, lasting, containing);
    }

    /** Only this one request, counted from 1. */
    public When nth(int one) {
        return from(one).count(1);
    }

    public When lasting(Duration time) {
        return new When(method, path, from, every, count, time, containing);
    }

    /** Only requests with this text in their body; others are not counted. */
    public When containing(String text) {
        return new When(method, path, from, every, count, lasting, text);
    }

    public Fault answer(int status) {
        return answer(status, Map.of(), null);
    }

    public Fault answer(int status, Map<String, String> headers, @Nullable JsonNode body) {
        return fault(new Fault.Answer(status, headers, body));
    }

    public Fault drop() {
        return fault(new Fault.Drop());
    }

    public Fault delay(Duration time) {
        return fault(new Fault.Pass()).delayedBy(time);
    }

    public Fault quota(int requests, Duration window) {
        return fault(new Fault.Quota(requests, window));
    }

    boolean matches(Request request) {
        return matches(request.method(), request.segments())
                && (containing.isEmpty() || request.body().toString().contains(containing));
    }

    boolean matches(String requestMethod, List<String> requestPath) {
        List<String> parts =
                Stream.of(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
        if (!(method.equals("*") || method.equalsIgnoreCase(requestMethod)) || parts.size() > requestPath.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).equals("*") && !parts.get(i).equals(requestPath.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Fault fault(Fault.Effect effect) {
        return new Fault(this, Duration.ZERO, false, effect);
    }
}
