package io.github.bactrian.oauth;

import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Where tokens may travel, read from properties alone: for a look at routes before anything starts. */
public final class Destinations {

    private Destinations() {}

    /**
     * Whether a profile's token may travel to the origin of an absolute URI.
     *
     * @param properties all properties, placeholders resolved
     * @return empty if the settings do not say, or are faulty, which is told elsewhere
     */
    public static Optional<Predicate<URI>> of(String profile, Map<String, String> properties) {
        String prefix = "oauth." + profile + ".";
        Map<String, String> own = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        Settings settings = new Settings(prefix, own);
        try {
            List<String> fixed =
                    settings.has("hosts") ? List.of() : Scope.read(settings).fixedHosts();
            return Optional.of(Hosts.read(settings, fixed, "")::cover);
        } catch (SettingException e) {
            return Optional.empty();
        }
    }
}
