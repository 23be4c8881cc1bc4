package io.github.bactrian.embed;

import io.github.bactrian.NearestName;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Properties of an application, among which some are those of profiles. */
final class ProfileKeys {

    private static final String PREFIX = "oauth.";
    private static final String LIST = "oauth.profiles";

    private final Map<String, String> properties;

    ProfileKeys(Map<String, String> properties) {
        this.properties = properties;
    }

    /** What may stand behind {@code oauth.<profile>.}, ordered. */
    static Set<String> settings() {
        return Stream.concat(
                        OAuth.settings().stream(),
                        AuthorizedHttp.callSettings().stream().map("call."::concat))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that profiles know. */
    Map<String, String> known(Consumer<String> warnings) {
        Map<String, String> known = new TreeMap<>();
        Set<String> settings = settings();
        Set<String> names = names();
        properties.forEach((key, value) -> {
            String[] parts = key.split("\\.", 3);
            if (parts.length == 3 && names.contains(parts[1])) {
                if (settings.contains(parts[2])) {
                    known.put(key, value);
                } else {
                    warnings.accept(key + " is left out: there is no such setting of a profile"
                            + NearestName.didYouMean(parts[2], settings));
                }
            }
        });
        return known;
    }

    /** The same, and what variables such as {@code OAUTH_GRAPH_CLIENT_SECRET} say of the profiles named here. */
    Map<String, String> withVariables(Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(properties);
        for (String name : names()) {
            for (String setting : settings()) {
                String key = PREFIX + name + "." + setting;
                String value = variables.get(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
                if (value != null) {
                    all.put(key, value);
                }
            }
        }
        return all;
    }

    private Set<String> names() {
        String listed = properties.get(LIST);
        Stream<String> names = listed != null
                ? Arrays.stream(listed.split(",", -1)).map(String::strip)
                : properties.keySet().stream()
                        .filter(key -> key.startsWith(PREFIX))
                        .map(key -> key.split("\\.", 3))
                        .filter(parts -> parts.length == 3)
                        .map(parts -> parts[1]);
        return names.filter(name -> !name.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }
}
