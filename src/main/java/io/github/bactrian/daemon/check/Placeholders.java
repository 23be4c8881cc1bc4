package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Camel's {@code {{key}}}, {@code {{key:default}}} and {@code {{?key}}}. */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final int DEPTH = 10;
    private static final Set<String> FUNCTIONS = Set.of("env", "sys", "service", "bean", "secret", "vault", "boolean");
    private final Map<String, String> properties;

    public Placeholders(Map<String, String> properties) {
        this.properties = properties;
    }

    /** These and others, which are stronger. */
    Placeholders with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(others);
        return new Placeholders(all);
    }

    /** The text with each placeholder replaced; one that has no value, or is a function of Camel's, stays as it is. */
    String resolve(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(value(found.group(1)).orElse(found.group())));
    }

    private Optional<String> value(String inside) {
        int colon = inside.indexOf(':');
        String key = colon < 0 ? inside : inside.substring(0, colon);
        boolean noDefault = colon < 0 || FUNCTIONS.contains(key);
        return Optional.ofNullable(properties.get(key))
                .or(() -> noDefault ? Optional.empty() : Optional.of(inside.substring(colon + 1)));
    }

    /** As {@link #resolve}, also where a value holds placeholders itself; those that lead in a circle stay. */
    public String resolveFully(String text) {
        String resolved = text;
        for (int depth = 0; depth < DEPTH && resolved.contains("{{"); depth++) {
            resolved = resolve(resolved);
        }
        return resolved;
    }

    /** Reports each key in {@code text} that has no value. */
    public void check(String text, Set<String> parameters, Consumer<String> report) {
        PLACEHOLDER.matcher(text).results().map(found -> found.group(1).strip()).forEach(inside -> {
            String function = inside.replaceFirst(":.*", "");
            boolean optional = inside.startsWith("?") || inside.startsWith("!") || inside.contains(":");
            boolean known = properties.containsKey(inside) || parameters.contains(inside);
            if (!known && !optional && !FUNCTIONS.contains(function) && !fromOutside(inside)) {
                report.accept("{{" + inside + "}} has no value" + NearestName.didYouMean(inside, properties.keySet()));
            }
        });
    }

    private static boolean fromOutside(String key) {
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return System.getProperty(key) != null || System.getenv(key) != null || System.getenv(variable) != null;
    }
}
