package io.github.bactrian.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.LikelySecrets;
import io.github.bactrian.Mask;
import io.github.bactrian.Printable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a row did not come through. */
final class Reason {
    private static final int LONGEST = 1000;
    /** The rest is dropped before anything is looked for in it; masks make texts shorter. */
    private static final int LONGEST_MASKED = 1 << 14;
    /** Shorter values occur in ordinary words; masking them would only garble the text. */
    private static final int SHORTEST_MASKED = 5;
    /** Shorter parts of a secret may stand in a reason by chance. */
    private static final int SHORTEST_PART = 6;

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
        return text.strip().replaceAll("\\s+", " ");
    }

    /**
     * Replaces the rows' values by the names of their columns, so that reasons can be kept where row content must not be;
     * then cuts, so that no part of a value remains. To be made once for all reasons of the same rows.
     *
     * @param tokens takes out those that were sent for the rows
     */
    static UnaryOperator<String> mask(
            List<? extends Map<String, Object>> rows, Set<String> secretFields, UnaryOperator<String> tokens) {
        Mask mask = new Mask();
        for (Map<String, Object> row : rows) {
            row.forEach((column, content) ->
                    values(content).forEach(value -> hide(value, column, secretFields.contains(column), mask)));
        }
        return reason -> {
            boolean cut = reason.length() > LONGEST_MASKED;
            String kept = tokens.apply(cut ? reason.substring(0, LONGEST_MASKED) : reason);
            String masked = mask.apply(LikelySecrets.masked(kept));
            String whole = Printable.of(cut ? withoutRest(masked) : masked);
            return whole.length() <= LONGEST ? whole + (cut ? "…" : "") : whole.substring(0, LONGEST) + "…";
        };
    }

    /** What a cut leaves of a value is too short to be recognized, and follows the last that was. */
    private static String withoutRest(String masked) {
        int recognized = Math.max(masked.lastIndexOf(Mask.SECRET) + Mask.SECRET.length(), masked.lastIndexOf('»') + 1);
        return masked.substring(
                0, Math.max(Math.min(recognized, masked.length()), masked.length() - Mask.PART_OF_VALUE));
    }

    private static void hide(String value, String column, boolean secret, Mask mask) {
        if (!secret && value.length() >= SHORTEST_MASKED) {
            mask.replaceValue(value, "«" + column + "»");
        } else if (secret) {
            mask.hideParts(value, SHORTEST_PART);
            if (value.length() <= LONGEST_MASKED) {
                mask.hideSecret(value);
            }
        }
    }

    /** Takes what is in the secret columns out of texts. */
    static Mask ofSecrets(Map<String, Object> row, Set<String> secretFields, boolean parts) {
        Mask mask = new Mask();
        for (String field : secretFields) {
            values(row.get(field)).forEach(secret -> {
                mask.hideSecret(secret);
                if (parts) {
                    mask.hideParts(secret, SHORTEST_PART);
                }
            });
        }
        return mask;
    }

    /** The texts and numbers in a value, however deep. */
    private static Stream<String> values(@Nullable Object content) {
        if (content instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(Reason::values);
        }
        if (content instanceof Collection<?> list) {
            return list.stream().flatMap(Reason::values);
        }
        return content == null ? Stream.of() : Stream.of(content.toString());
    }
}
