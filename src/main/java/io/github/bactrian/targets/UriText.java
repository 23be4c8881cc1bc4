package io.github.bactrian.targets;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent encoding (RFC 3986), in UTF-8. */
final class UriText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    /** Reserved characters, which have a meaning wherever the author writes them. */
    private static final String WITH_MEANING = ":/?@!$&'()*+,;=";

    private UriText() {}

    /**
     * Returns data as one value: all is encoded but unreserved characters and {@code @}, which has no meaning within a path or a query
     * and is in the ids of many users. Null if it is not Unicode text.
     */
    static @Nullable String encoded(String data) {
        int plain = 0;
        while (plain < data.length() && isPlain(data.charAt(plain))) {
            plain++;
        }
        if (plain == data.length()) {
            return data;
        }
        if (!isUnicode(data)) {
            return null;
        }
        StringBuilder text = new StringBuilder(data.length() * 2).append(data, 0, plain);
        for (byte octet : data.substring(plain).getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && isPlain((char) octet)) {
                text.append((char) octet);
            } else {
                escape(text, octet);
            }
        }
        return text.toString();
    }

    /** Returns the author's text as a URI can hold it: escapes and reserved characters stay. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 8);
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            boolean kept = point < 0x80 && (isUnreserved((char) point) || WITH_MEANING.indexOf(point) >= 0);
            if (kept || isEscape(text, at)) {
                literal.append((char) point);
            } else {
                for (byte octet : text.substring(at, next).getBytes(StandardCharsets.UTF_8)) {
                    escape(literal, octet);
                }
            }
            at = next;
        }
        return literal.toString();
    }

    /** Returns what the text of a segment is after one decoding, as far as dots are concerned. */
    static String withoutEscapedDots(String segment) {
        return segment.replace("%2e", ".").replace("%2E", ".");
    }

    static boolean isEscape(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && text.charAt(at + 1) < 0x80
                && text.charAt(at + 2) < 0x80;
    }

    private static boolean isPlain(char c) {
        return isUnreserved(c) || c == '@';
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void escape(StringBuilder text, byte octet) {
        text.append('%').append(HEX[(octet >> 4) & 15]).append(HEX[octet & 15]);
    }
}
