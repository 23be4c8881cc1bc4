package io.github.bactrian.daemon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A text that is found wherever it goes, also encoded: letters and digits stay as they are in URLs, JSON and HTML. */
record Canary(String text) {

    static Canary of(String name) {
        return new Canary("C4nary" + name + "x7Q2v9Lk3Tz");
    }

    /** Whether it is in there, plain, in Base64 at any offset, percent encoded throughout, or in hexadecimal digits. */
    boolean isIn(String content) {
        return forms().stream().anyMatch(content::contains);
    }

    private List<String> forms() {
        List<String> forms = new ArrayList<>(
                List.of(text, hex("%"), hex("%").toLowerCase(Locale.ROOT), hex(""), hex("").toLowerCase(Locale.ROOT)));
        for (int offset = 0; offset < 3; offset++) {
            // the characters at both ends depend on what is around
            String encoded =
                    Base64.getEncoder().encodeToString(("x".repeat(offset) + text).getBytes(StandardCharsets.UTF_8));
            forms.add(encoded.substring(4, encoded.length() - 4));
        }
        return forms;
    }

    private String hex(String before) {
        StringBuilder hex = new StringBuilder();
        text.chars().forEach(c -> hex.append(before).append(String.format(Locale.ROOT, "%02X", c)));
        return hex.toString();
    }
}
