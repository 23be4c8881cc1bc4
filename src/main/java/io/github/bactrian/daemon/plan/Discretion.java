package io.github.bactrian.daemon.plan;

import io.github.bactrian.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out of a request what nobody is to read, before it is shown. */
public final class Discretion {
    private static final String MASK = "***";
    private static final String SECRET =
            "authorization|cookie|secret|passw(or)?d|api-?key|(subscription|functions|access)-key|token|signature|credential";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(" + SECRET + ").*");
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(?i)([?&](?:sig|signature|api[-_]?key|(?:access[-_])?token|subscription-key|client[-_]?secret|password)=)[^&]*");
    private static final int SHORTEST = 6;

    private final List<String> secrets;

    private Discretion(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Hides the values of properties whose keys say that they are secret, wherever a route puts them. */
    public static Discretion about(Map<String, String> properties) {
        return new Discretion(properties.entrySet().stream()
                .filter(property -> SECRET_NAME.matcher(property.getKey()).matches()
                        && !property.getKey().endsWith("-file")
                        && property.getValue().length() >= SHORTEST)
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** Text without the secrets of the configuration and of the row, and without anything that would steer a terminal. */
    String text(String text, RowPlan row) {
        return withoutOthers(row.row().withoutSecrets(text));
    }

    /** The name of a value: parts of a secret may well stand in it by chance. */
    String name(String name, RowPlan row) {
        return withoutOthers(row.row().withoutWholeSecrets(name));
    }

    private String withoutOthers(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return Printable.lines(masked);
    }

    String url(String url, RowPlan row) {
        return SECRET_PARAMETER.matcher(text(url, row)).replaceAll("$1" + MASK);
    }

    /** @param placeholders values that only say whose secret will stand there */
    String header(String name, String value, RowPlan row, Set<String> placeholders) {
        boolean secret = SECRET_NAME.matcher(name).matches() && !placeholders.contains(value);
        return secret ? MASK : text(value, row);
    }
}
