package io.github.bactrian.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a row did not come through. */
final class Reason {
    private static final int LONGEST = 500;
    /** Shorter values occur in ordinary words; masking them would only garble the text. */
    private static final int SHORTEST_MASKED = 5;

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where APIs put what went wrong: OData, problem details (RFC 9457), OAuth, and plain habit. */
    private static final List<String> MESSAGES =
            List.of("/error/message", "/detail", "/title", "/error_description", "/message", "/error");

    private Reason() {}

    /**
     * What an exception says, or the answer it carries.
     *
     * @param status if not 0, only what an answer with this status says
     * @return empty if there is nothing to say
     */
    static String of(@Nullable Throwable error, int status) {
        if (error == null) {
            return "";
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer
                    && (status == 0 || answer.getHttpResponseCode() == status)) {
                String said = body(answer.getResponseBody());
                return said.isEmpty() && status == 0 ? "HTTP " + answer.getHttpResponseCode() : said;
            }
        }
        return status == 0 ? exception(error) : "";
    }

    private static String exception(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return oneLine(message == null || message.isBlank() ? root.getClass().getSimpleName() : message);
    }

    private static String body(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        try {
            JsonNode answer = JSON.readTree(body);
            for (String path : MESSAGES) {
                JsonNode message = answer.at(path);
                if (message.isTextual() && !message.textValue().isBlank()) {
                    return oneLine(message.textValue());
                }
            }
        } catch (JsonProcessingException e) {
            // not JSON: shown as it is
        }
        return oneLine(body);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Replaces the row's values by the names of their columns, so that reasons can be kept where row content must not be. */
    static String masked(String reason, Map<String, Object> row, Set<String> secretFields) {
        String masked = reason;
        for (Map.Entry<String, Object> field : row.entrySet()) {
            String value = String.valueOf(field.getValue());
            boolean secret = secretFields.contains(field.getKey());
            if (!value.isEmpty() && (secret || value.length() >= SHORTEST_MASKED)) {
                masked = masked.replace(value, secret ? "***" : "«" + field.getKey() + "»");
            }
        }
        return masked;
    }
}
