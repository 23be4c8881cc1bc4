package io.github.bactrian;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a value may be written where a text quotes it. */
final class WrittenForms {
    private WrittenForms() {}

    /** As it is, on one line, in a URL, in a query. */
    static Set<String> plain(String value) {
        Set<String> forms = new LinkedHashSet<>(List.of(value, value.strip().replaceAll("\\s+", " ")));
        String query = URLEncoder.encode(value, StandardCharsets.UTF_8);
        forms.add(query);
        forms.add(query.replace("+", "%20"));
        try {
            URI path = new URI(null, null, "/" + value, null);
            forms.add(path.getRawPath().substring(1));
            forms.add(path.toASCIIString().substring(1));
        } catch (URISyntaxException e) {
            // then it is in no path either
        }
        return forms;
    }

    /** Those too that are written by a program that means no harm, or that tries to hide what it writes. */
    static Set<String> all(String value) {
        Set<String> forms = plain(value);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String json = json(value);
        String markup = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        String quoted = markup.replace("\"", "&quot;");
        String hex = HexFormat.of().formatHex(bytes);
        forms.addAll(List.of(
                json,
                json.replace("/", "\\/"),
                ascii(json),
                markup,
                quoted,
                quoted.replace("'", "&#39;"),
                quoted.replace("'", "&#x27;"),
                quoted.replace("'", "&apos;"),
                markup.replace("\"", "&#34;").replace("'", "&#39;"),
                URLEncoder.encode(URLEncoder.encode(value, StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                hex.replaceAll("..", "%$0"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        return forms;
    }

    static String hex(String value) {
        return HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    }

    /** What base64 makes of the value within a longer text, as of a password behind a name: three ways, by where it begins. */
    static Set<String> insideBase64(String value) {
        Set<String> forms = new LinkedHashSet<>();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            byte[] encoded = Base64.getEncoder().encode(shifted);
            // characters that hold bits of what is around the value are left out
            int begin = (before * 8 + 5) / 6;
            String inside =
                    new String(Arrays.copyOfRange(encoded, begin, shifted.length * 8 / 6), StandardCharsets.US_ASCII);
            forms.add(inside);
            forms.add(inside.replace('+', '-').replace('/', '_'));
        }
        return forms;
    }

    private static String json(String value) {
        StringBuilder json = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int named = "\"\\\b\f\n\r\t".indexOf(c);
            if (named >= 0) {
                json.append('\\').append("\"\\bfnrt".charAt(named));
            } else {
                json.append(c < ' ' ? escape(c) : String.valueOf(c));
            }
        }
        return json.toString();
    }

    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            ascii.append(c > '~' ? escape(c) : String.valueOf(c));
        }
        return ascii.toString();
    }

    private static String escape(char c) {
        return "\\u" + HexFormat.of().toHexDigits(c);
    }
}
