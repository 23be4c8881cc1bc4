package io.github.bactrian.http;

import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an answer said from going out with the next request, on whose message Camel leaves it. A route may set some of
 * these headers itself, so those go only if they are still the answer's very objects.
 */
final class AnswerHeaders {

    private static final String REMEMBERED = "bactrianAnswerHeaders";

    /** Headers that only answers have. */
    private static final Set<String> OF_ANSWERS = names(
            "Accept-Ranges",
            "Age",
            "Allow",
            "ETag",
            "Expires",
            "Last-Modified",
            "Location",
            "Proxy-Authenticate",
            "Retry-After",
            "Server",
            "Set-Cookie",
            "Strict-Transport-Security",
            "Vary",
            "WWW-Authenticate");

    /** What is said of a body, of whichever side. */
    private static final Set<String> OF_BODIES = names(
            "Content-Type",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Content-Disposition",
            "Content-Range",
            "Content-MD5",
            "Content-Digest",
            "Repr-Digest",
            "Digest");

    private AnswerHeaders() {}

    private static Set<String> names(String... names) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(List.of(names));
        return all;
    }

    /** Remembers what an answer says of its body. */
    static void remember(Exchange exchange, HttpResponse answer) {
        List<String> values = Stream.of(answer.getHeaders())
                .filter(header -> OF_BODIES.contains(header.getName()) && header.getValue() != null)
                .map(Header::getValue)
                .toList();
        if (!values.isEmpty() || exchange.getProperty(REMEMBERED) != null) {
            exchange.setProperty(REMEMBERED, values);
        }
    }

    /** Takes off a request what an earlier answer said. */
    static void dropFrom(ClassicHttpRequest request, Exchange exchange) {
        for (Header header : request.getHeaders()) {
            boolean ofBody = OF_BODIES.contains(header.getName()) && isRemembered(header.getValue(), exchange);
            if (ofBody || OF_ANSWERS.contains(header.getName())) {
                request.removeHeaders(header.getName());
            }
        }
        HttpEntity entity = request.getEntity();
        if (entity != null && hasTypeOfAnswer(exchange)) {
            request.setEntity(new Untyped(entity));
        }
    }

    /** The type of an answer stays with its bytes, which a route may pass on. */
    private static boolean hasTypeOfAnswer(Exchange exchange) {
        Object type = exchange.getMessage().getHeader(HttpHeaders.CONTENT_TYPE);
        Object body = exchange.getMessage().getBody();
        boolean passedOn =
                body instanceof InputStream || (body instanceof byte[] bytes && !ReplayableBody.looksLikeJson(bytes));
        return !passedOn && isRemembered(type, exchange);
    }

    private static boolean isRemembered(Object value, Exchange exchange) {
        return exchange.getProperty(REMEMBERED) instanceof List<?> values
                && values.stream().anyMatch(one -> one == value);
    }

    private static final class Untyped extends HttpEntityWrapper {

        Untyped(HttpEntity entity) {
            super(entity);
        }

        @Override
        public @Nullable String getContentType() {
            return null;
        }
    }
}
