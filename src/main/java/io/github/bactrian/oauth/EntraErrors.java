package io.github.bactrian.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Entra's error numbers mean, for people only: their texts and numbers change, so nothing is decided by them. */
final class EntraErrors {

    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d+)");
    private static final Properties EXPLANATIONS = load();

    private static final Map<String, String> AGAIN = Map.of(
            "never", "Asking again does not help before that.",
            "later", "Asking again may help in some minutes.",
            "soon", "Asking again helps soon.");

    private EntraErrors() {}

    /**
     * Cause, fix and worth of another attempt for the number in a description, as sentences after a space; empty if it has
     * none that is known.
     */
    static String explanation(String description) {
        Matcher number = NUMBER.matcher(description);
        String known = number.find() ? EXPLANATIONS.getProperty(number.group(1)) : null;
        if (known == null) {
            return "";
        }
        String[] parts = known.split(" \\| ", 3);
        return " Cause: " + parts[1] + ". Fix: " + parts[2] + ". " + AGAIN.get(parts[0]);
    }

    private static Properties load() {
        Properties explanations = new Properties();
        try (InputStream in = EntraErrors.class.getResourceAsStream("entra-errors.properties")) {
            explanations.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return explanations;
    }
}
