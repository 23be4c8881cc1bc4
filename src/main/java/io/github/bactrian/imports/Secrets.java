package io.github.bactrian.imports;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the values of secret columns out of texts that a route made of a row. */
final class Secrets {
    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    private Secrets() {}

    /** Each value in every form that it may have in a URL, a header or a body. */
    static String masked(String text, Map<String, @Nullable Object> row, Set<String> secretFields) {
        Set<String> forms = new TreeSet<>(LONGEST_FIRST);
        for (String field : secretFields) {
            Object value = row.get(field);
            if (value != null) {
                leaves(value, forms);
            }
        }
        forms.remove("");
        if (forms.isEmpty()) {
            return text;
        }
        String any = forms.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .replaceAll("***");
    }

    private static void leaves(Object value, Set<String> forms) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(part -> leaves(part, forms));
        } else if (value instanceof List<?> list) {
            list.forEach(part -> leaves(part, forms));
        } else {
            forms.addAll(forms(String.valueOf(value)));
        }
    }

    private static Set<String> forms(String value) {
        Set<String> forms = new HashSet<>(Reason.forms(value));
        String json = new String(JsonStringEncoder.getInstance().quoteAsString(value));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        forms.addAll(List.of(
                json,
                json.replace("/", "\\/"),
                value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                value.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        return forms;
    }
}
