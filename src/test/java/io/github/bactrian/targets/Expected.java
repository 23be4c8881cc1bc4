package io.github.bactrian.targets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A request with one place for a value.
 *
 * @param segments in which {@code {}} is the place
 * @param parameters as {@code name=value}, in which {@code {}} is the place
 * @param read what the API makes of the text at the place
 */
record Expected(String method, List<String> segments, List<String> parameters, UnaryOperator<String> read) {

    static Expected path(String... segments) {
        return new Expected(FuzzedKind.METHOD, List.of(segments), List.of(), text -> text);
    }

    Expected query(String... parameters) {
        return new Expected(method, segments, List.of(parameters), read);
    }

    Expected read(UnaryOperator<String> reader) {
        return new Expected(method, segments, parameters, reader);
    }

    void check(RawApi.Request request, String value) {
        SentTarget sent = SentTarget.of(request.target());
        equal(method, request.method());
        equal(segments.size(), sent.segments().size());
        for (int i = 0; i < segments.size(); i++) {
            at(segments.get(i), sent.segments().get(i), value);
        }
        equal(parameters.size(), sent.parameters().size());
        for (int i = 0; i < parameters.size(); i++) {
            Map.Entry<String, String> parameter = sent.parameters().get(i);
            at(parameters.get(i), parameter.getKey() + "=" + parameter.getValue(), value);
        }
    }

    private void at(String pattern, String text, String value) {
        int place = pattern.indexOf("{}");
        if (place < 0) {
            equal(pattern, text);
            return;
        }
        String before = pattern.substring(0, place);
        String after = pattern.substring(place + 2);
        if (!text.startsWith(before) || !text.endsWith(after) || text.length() < before.length() + after.length()) {
            throw new AssertionError("not " + pattern + ": " + text);
        }
        equal(value, read.apply(text.substring(before.length(), text.length() - after.length())));
    }

    static void equal(Object meant, Object found) {
        if (!meant.equals(found)) {
            throw new AssertionError("meant: " + meant + "\nfound: " + found);
        }
    }

    /** A string of OData: two single quotes are one, and one ends it. */
    static String odata(String text) {
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\'' && !text.startsWith("'", ++i)) {
                throw new AssertionError("the string ends within the value: " + text);
            }
            read.append(text.charAt(i));
        }
        return read.toString();
    }

    static String json(String text) {
        try {
            return new ObjectMapper().readValue("\"" + text + "\"", String.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON string: " + text, e);
        }
    }

    static String backslash(String text) {
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                throw new AssertionError("the string ends within the value: " + text);
            }
            read.append(c == '\\' ? text.charAt(++i) : c);
        }
        return read.toString();
    }

    /** Path segments whose escapes are kept. */
    static void segments(RawApi.Request request, String value) {
        List<String> meant = new ArrayList<>(List.of("v1"));
        for (String segment : (value.startsWith("/") ? value.substring(1) : value).split("/", -1)) {
            meant.add(SentTarget.lenient(segment));
        }
        equal(FuzzedKind.METHOD, request.method());
        equal(meant, SentTarget.of(request.target()).segments());
        equal(List.of(), SentTarget.of(request.target()).parameters());
    }

    /** A query whose escapes are kept. */
    static void wholeQuery(RawApi.Request request, String value) {
        String query = value.startsWith("?") ? value.substring(1) : value;
        equal(FuzzedKind.METHOD, request.method());
        equal(List.of("v1", "find"), SentTarget.of(request.target()).segments());
        equal(
                query.isEmpty() ? List.of() : lenientParameters(query),
                SentTarget.of(request.target()).parameters());
    }

    static List<Map.Entry<String, String>> lenientParameters(String query) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            all.add(Map.entry(SentTarget.lenient(pair[0]), pair.length < 2 ? "" : SentTarget.lenient(pair[1])));
        }
        return all;
    }
}
