package io.github.bactrian.http;

import io.github.bactrian.PublicApi;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpRequest;

/**
 * One HTTP request as it goes on the wire; a replay is a call of its own.
 *
 * @param method upper case
 * @param target absolute, without its query, which may hold personal data
 * @param idempotent whether a second sending has no further effect: by method, or because the request carries an
 *     {@code Idempotency-Key}
 */
@PublicApi
public record Call(String method, URI target, boolean idempotent) {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    static Call of(HttpRequest request, HttpRoute route) {
        String method = request.getMethod().toUpperCase(Locale.ROOT);
        boolean idempotent = IDEMPOTENT.contains(method) || request.containsHeader("Idempotency-Key");
        return new Call(method, target(request, route), idempotent);
    }

    /** Where the request really goes: by the route, not by what its headers say. */
    private static URI target(HttpRequest request, HttpRoute route) {
        String path = request.getPath();
        int query = path == null ? -1 : path.indexOf('?');
        String bare = path == null ? "/" : query < 0 ? path : path.substring(0, query);
        return URI.create(route.getTargetHost().toURI() + (bare.startsWith("/") ? bare : "/"));
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
