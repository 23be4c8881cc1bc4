package io.github.bactrian.daemon.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Properties that no route mentions although it mentions others of their group: {@code graph.ulr} beside {@code graph.url}.
 *
 * @param texts all route files
 */
record UnusedProperties(Map<String, String> properties, String texts) {
    private static final Set<String> OTHERS =
            Set.of("camel", "oauth", "bactrian", "import", "sandbox", "logging", "logback");

    List<String> keys() {
        return properties.keySet().stream()
                .filter(key -> key.contains(".") && !OTHERS.contains(group(key)))
                .filter(key -> !isMentioned(key)
                        && properties.keySet().stream().anyMatch(other -> isPlaceholderOf(group(key), other)))
                .sorted()
                .toList();
    }

    private boolean isPlaceholderOf(String group, String key) {
        return group(key).equals(group) && (texts.contains("{{" + key + "}}") || texts.contains("{{" + key + ":"));
    }

    private boolean isMentioned(String key) {
        return texts.contains(key) || properties.values().stream().anyMatch(value -> value.contains(key));
    }

    private static String group(String key) {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }
}
