package io.github.bactrian.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What the directory API wants a token to have been asked for with; nothing unless told (continuous access evaluation). */
final class ClaimsDemand {

    private volatile @Nullable JsonNode demanded;

    /** @throws IllegalArgumentException if this is no JSON object */
    void set(String json) {
        demanded = object(json);
    }

    void clear() {
        demanded = null;
    }

    /** Whether a token that was asked for with these claims will do. */
    boolean isMetBy(JsonNode asked) {
        JsonNode wanted = demanded;
        return wanted == null || contains(asked, wanted);
    }

    /** The part of the challenge that says what is wanted; empty if nothing is. */
    String challenge() {
        JsonNode wanted = demanded;
        return wanted == null
                ? ""
                : ", error=\"insufficient_claims\", claims=\""
                        + Base64.getEncoder().encodeToString(wanted.toString().getBytes(StandardCharsets.UTF_8)) + "\"";
    }

    /** The claims parameter of a token request; an empty object if there is none. */
    static ObjectNode asked(String json) {
        return json.isEmpty() ? Reply.object() : object(json);
    }

    private static ObjectNode object(String json) {
        try {
            if (Reply.JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The claims are not JSON", e);
        }
        throw new IllegalArgumentException("The claims are no JSON object");
    }

    /** A client may ask for more, such as its capabilities. */
    private static boolean contains(JsonNode asked, JsonNode wanted) {
        return wanted.isObject()
                ? wanted.properties().stream().allMatch(each -> contains(asked.path(each.getKey()), each.getValue()))
                : asked.equals(wanted);
    }
}
