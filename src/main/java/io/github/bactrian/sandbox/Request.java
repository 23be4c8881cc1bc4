package io.github.bactrian.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read in full.
 *
 * @param path as sent, still percent-encoded
 * @param id what the answer is known by in its headers and error bodies
 */
record Request(String method, String path, MultiMap query, MultiMap headers, Buffer body, UUID id) {

    static Request of(HttpServerRequest http, Buffer body) {
        return new Request(http.method().name(), http.path(), http.params(), http.headers(), body, UUID.randomUUID());
    }

    /** The decoded parts of the path; empty ones are left out. */
    List<String> segments() {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(Request::decoded)
                .toList();
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The id that the client gave the request; the sandbox's own if it gave none. */
    String clientRequestId() {
        String given = header("client-request-id");
        return given == null ? id.toString() : given;
    }

    /** Without headers and body: they hold tokens and secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    private static String decoded(String segment) {
        // URLDecoder is for forms, where a plus is a space; in a path it is a plus.
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException strayPercent) {
            return segment;
        }
    }
}
