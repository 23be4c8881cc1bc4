package io.github.bactrian.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that came to the directory API, and what was answered. Never holds a token.
 *
 * @param path as sent, without the query
 * @param query decoded; the last of several values
 * @param headers by their names in lower case, without {@code authorization}
 * @param body as JSON, or as a text if it is none; null if there was none
 * @param status of the answer; 0 if the connection was closed instead
 */
public record RecordedCall(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable JsonNode body,
        int status) {

    static RecordedCall of(Request request, int status) {
        Map<String, String> query = new TreeMap<>();
        request.query().forEach(query::put);
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.remove("authorization");
        return new RecordedCall(request.method(), request.path(), query, headers, body(request), status);
    }

    private static @Nullable JsonNode body(Request request) {
        String text = request.body().toString();
        try {
            return text.isEmpty() ? null : Reply.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
