package io.github.bactrian.targets;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Path segments and query parameters of a request line, decoded once by a reader of its own, which forgives nothing: characters that a
 * URI cannot hold, broken escapes and bytes that are not UTF-8 are faults of whoever sent them.
 */
record SentTarget(List<String> segments, List<Map.Entry<String, String>> parameters) {

    private static final String IN_A_URI = "-._~:/?[]@!$&'()*+,;=%";

    static SentTarget of(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!path.startsWith("/")) {
            throw new AssertionError("no path: " + target);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(decoded(segment));
        }
        return new SentTarget(
                segments,
                query < 0 || query == target.length() - 1 ? List.of() : parameters(target.substring(query + 1)));
    }

    static List<Map.Entry<String, String>> parameters(String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.add(Map.entry(
                    decoded(equals < 0 ? parameter : parameter.substring(0, equals)),
                    equals < 0 ? "" : decoded(parameter.substring(equals + 1))));
        }
        return parameters;
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && IN_A_URI.indexOf(c) < 0) {
                throw new AssertionError("no character of a URI: " + (int) c + " in " + text);
            }
            if (c == '%') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8: " + text, e);
        }
    }

    /** Returns text as a lenient reader of URIs takes it: escapes are decoded, a percent sign that begins none is one. */
    static String lenient(String text) {
        StringBuilder strict = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.startsWith("%", i)
                    && i + 2 < text.length()
                    && text.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}");
            int point = text.codePointAt(i);
            if (escape) {
                strict.append(text, i, i + 3);
                i += 2;
            } else {
                for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    strict.append('%').append(String.format("%02X", octet));
                }
                i += Character.charCount(point) - 1;
            }
        }
        return decoded(strict.toString());
    }
}
