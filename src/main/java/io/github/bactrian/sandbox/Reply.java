package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request.
 *
 * @param body null for an answer without one
 */
record Reply(
        int status, Map<String, String> headers, @Nullable JsonNode body) {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Reply of(int status, JsonNode body) {
        return new Reply(status, Map.of(), body);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), null);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body);
    }
}
