package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON that a request brings. */
final class JsonBody {

    private static final int LARGEST = 4 << 20;

    private JsonBody() {}

    /** The object in the body; refused in Graph's words if there is none. */
    static ObjectNode of(Request request) {
        String type = request.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw GraphError.unreadable("Entity only allows writes with a JSON Content-Type header.");
        }
        if (request.body().length() > LARGEST) {
            throw new GraphError(413, "RequestEntityTooLarge", "The request is larger than 4 MiB.");
        }
        if (parsed(request) instanceof ObjectNode object) {
            return object;
        }
        throw GraphError.unreadable("Unable to read JSON request payload. Please ensure Content-Type header is set"
                + " and payload is of valid JSON format.");
    }

    /** A text in the body, whatever else is wrong with the request; empty if it is not there. */
    static String text(Request request, String property) {
        JsonNode body = parsed(request);
        return body == null ? "" : body.path(property).asText("");
    }

    private static @Nullable JsonNode parsed(Request request) {
        try {
            return Reply.JSON.readTree(request.body().getBytes());
        } catch (IOException notJson) {
            return null;
        }
    }
}
