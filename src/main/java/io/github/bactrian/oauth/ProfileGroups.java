package io.github.bactrian.oauth;

import io.github.bactrian.SettingException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;

/** The groups {@code oauth.<profile>.*} among an application's properties, as they are written. */
record ProfileGroups(Map<String, Map<String, String>> groups) {

    static final String PREFIX = "oauth.";
    static final String NO_PROFILE = "none";

    private static final String LIST = "profiles";
    private static final String VAULT = "{{vault:";

    /**
     * Of all properties.
     *
     * @throws SettingException if one begins with {@code oauth.} and belongs to no profile
     */
    static ProfileGroups of(Map<String, String> properties) {
        Map<String, Map<String, String>> groups = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && !key.equals(PREFIX + LIST)) {
                String[] parts = key.split("\\.", 3);
                refuseUnfit(key, parts);
                groups.computeIfAbsent(parts[1], name -> new TreeMap<>()).put(parts[2], value);
            }
        });
        return new ProfileGroups(groups);
    }

    private static void refuseUnfit(String key, String[] parts) {
        if (parts.length < 3 || parts[1].isEmpty()) {
            throw new SettingException(key, null, "write oauth.<profile>.<setting>");
        }
        if (parts[1].equals(NO_PROFILE) || parts[1].equals(LIST)) {
            throw new SettingException(
                    key, null, "oauth." + parts[1] + " has a meaning of its own; name the profile otherwise");
        }
    }

    /** Those last whose settings come from a vault, for it is read with one of the others. */
    List<String> names() {
        return groups.keySet().stream()
                .sorted(Comparator.comparing(
                        name -> group(name).values().stream().anyMatch(value -> value.contains(VAULT))))
                .toList();
    }

    /**
     * The settings of a profile, Camel's placeholders resolved.
     *
     * @throws SettingException if one cannot be
     */
    Map<String, String> values(String name, CamelContext context) {
        Map<String, String> values = new TreeMap<>();
        group(name).forEach((key, value) -> values.put(key, resolved(context, PREFIX + name + "." + key, value)));
        return values;
    }

    private Map<String, String> group(String name) {
        return groups.getOrDefault(name, Map.of());
    }

    private static String resolved(CamelContext context, String key, String value) {
        try {
            return context.resolvePropertyPlaceholders(value);
        } catch (IllegalArgumentException e) {
            if (value.contains(VAULT)) {
                throw new SettingException(key, null, String.valueOf(root(e).getMessage()));
            }
            // Its message shows the text, which may be part of a secret.
            throw new SettingException(key, null, "a placeholder in it has no value; define it or give a default");
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() instanceof IllegalArgumentException cause ? root(cause) : failure;
    }
}
