package io.github.bactrian.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a row did not come through. */
final class Reason {
    private static final int LONGEST = 1000;
    /** Shorter values occur in ordinary words; masking them would only garble the text. */
    private static final int SHORTEST_MASKED = 5;
    /** Shorter parts of a secret may stand in a reason by chance. */
    private static final int SHORTEST_PART = 6;

    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

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
     * then cuts, so that no part of a value is left over. To be made once for all reasons of the same rows.
     */
    static UnaryOperator<String> mask(List<? extends Map<String, Object>> rows, Set<String> secretFields) {
        Map<String, String> names = new TreeMap<>(LONGEST_FIRST);
        for (Map<String, Object> row : rows) {
            row.forEach((column, content) -> values(content).forEach(value -> {
                boolean secret = secretFields.contains(column);
                for (String form : forms(value)) {
                    if (!form.isEmpty() && (secret || value.length() >= SHORTEST_MASKED)) {
                        names.merge(form, secret ? "***" : "«" + column + "»", (a, b) -> a.equals("***") ? a : b);
                    }
                }
            }));
        }
        Pattern values =
                Pattern.compile(names.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        return reason -> {
            String masked = names.isEmpty()
                    ? reason
                    : values.matcher(reason)
                            .replaceAll(found -> Matcher.quoteReplacement(names.getOrDefault(found.group(), "***")));
            for (Map<String, Object> row : rows) {
                masked = withoutPartsOfSecrets(masked, row, secretFields);
            }
            return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
        };
    }

    /** An error may quote the part of a secret that it could not read. */
    static String withoutPartsOfSecrets(String reason, Map<String, Object> row, Set<String> secretFields) {
        String masked = reason;
        for (String field : secretFields) {
            for (String secret : values(row.get(field)).toList()) {
                for (int from = 0; from + SHORTEST_PART <= secret.length(); from++) {
                    int to = from + SHORTEST_PART;
                    while (to < secret.length() && masked.contains(secret.substring(from, to + 1))) {
                        to++;
                    }
                    masked = masked.replace(secret.substring(from, to), "***");
                }
            }
        }
        return masked;
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

    /** How a value may stand in a reason: as it is, on one line, in a URL, in a query. */
    static Set<String> forms(String value) {
        Set<String> forms = new HashSet<>(List.of(value, oneLine(value)));
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        try {
            URI path = new URI(null, null, "/" + value, null);
            forms.add(path.getRawPath().substring(1));
            forms.add(path.toASCIIString().substring(1));
        } catch (URISyntaxException e) {
            // then it stands in no path either
        }
        return forms;
    }
}
