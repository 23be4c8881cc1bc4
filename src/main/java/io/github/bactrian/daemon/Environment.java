package io.github.bactrian.daemon;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Environment variables as properties: {@code OAUTH_GRAPH_CLIENT_SECRET} is {@code oauth.graph.client-secret}. */
final class Environment {
    /** How a property's place begins that a variable has set. */
    static final String PLACE = "environment variable ";

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * The properties that the variables set.
     *
     * @param keys keys that exist elsewhere or have a meaning of their own
     * @param profiles OAuth profiles; any key of theirs may be set
     */
    Map<String, Property> properties(Collection<String> keys, Set<String> profiles) {
        Map<String, Property> found = new LinkedHashMap<>();
        profiles.forEach(profile -> profile(profile, found));
        for (String key : keys) {
            String value = variables.get(variable(key));
            if (value != null) {
                found.values().removeIf(property -> variable(property.key()).equals(variable(key)));
                found.put(key, property(key, value));
            }
        }
        return found;
    }

    private void profile(String profile, Map<String, Property> found) {
        String prefix = variable("oauth." + profile + ".");
        variables.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String rest =
                        name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
                String key = "oauth." + profile + "." + rest.replaceFirst("^call-", "call.");
                found.put(key, property(key, value));
            }
        });
    }

    private static Property property(String key, String value) {
        return new Property(key, value, PLACE + variable(key));
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
