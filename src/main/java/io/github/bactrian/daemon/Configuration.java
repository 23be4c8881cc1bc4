package io.github.bactrian.daemon;

import io.github.bactrian.NearestName;
import io.github.bactrian.Settings;
import io.github.bactrian.console.ConsoleSettings;
import io.github.bactrian.daemon.check.Placeholders;
import io.github.bactrian.oauth.OAuth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All properties, the stronger over the weaker, each knowing where it was set. */
final class Configuration {
    /** The keys of our own with their defaults. */
    static final Map<String, String> OWN = own();

    private static final Set<String> GROUPS = Set.of("oauth", "bactrian", "camel");

    private static final Pattern PROFILE_KEY = Pattern.compile("oauth\\.([^.]+)\\..+");
    private static final Pattern SECRET = Pattern.compile("oauth\\..*\\.(client-secret|.*-password)");
    private static final Pattern MANAGEMENT = Pattern.compile("(?i)camel\\.management\\.enabled");
    private static final List<String> CREDENTIALS =
            List.of("client-secret", "client-secret-file", "certificate", "federated-token-file");
    private static final Pattern REAL = Pattern.compile("oauth\\.[^.]+\\.(" + String.join("|", CREDENTIALS)
            + "|certificate-password|tls-certificate|tls-certificate-password|proxy)");
    private static final Pattern BORROWED = Pattern.compile("\\{\\{(?!sandbox\\.)");
    private static final Pattern TO_FILL_IN = Pattern.compile("<.+>");

    private final Map<String, Property> properties;

    private static Map<String, String> own() {
        Map<String, String> own = new TreeMap<>(Map.of(
                "bactrian.ledger", "data/ledger.db",
                "bactrian.marks", "",
                "bactrian.log", "text",
                "bactrian.sandbox.issuer-port", "9443",
                "bactrian.sandbox.directory-port", "9080",
                "bactrian.vault.url", "",
                "bactrian.vault.profile", "",
                "bactrian.vault.refresh", "5m"));
        ConsoleSettings.KEYS.forEach((key, value) -> own.put("bactrian.console." + key, value));
        return Map.copyOf(own);
    }

    private Configuration(Map<String, Property> properties) {
        this.properties = properties;
    }

    /** Later layers override earlier ones, the environment overrides {@code layers}, {@code last} overrides all. */
    static Configuration of(List<Collection<Property>> layers, Environment environment, Collection<Property> last) {
        Map<String, Property> all = new LinkedHashMap<>();
        layers.forEach(layer -> layer.forEach(property -> all.put(property.key(), property)));
        Map<String, Property> named = new LinkedHashMap<>(all);
        last.forEach(property -> named.put(property.key(), property));
        Set<String> keys = new TreeSet<>(named.keySet());
        keys.addAll(OWN.keySet());
        keys.add("oauth.profiles");
        all.putAll(environment.properties(keys, profiles(named.values(), environment)));
        last.forEach(property -> all.put(property.key(), property));
        return new Configuration(all);
    }

    private static Set<String> profiles(Collection<Property> properties, Environment environment) {
        List<Property> all = new ArrayList<>(properties);
        all.addAll(environment.properties(List.of("oauth.profiles"), Set.of()).values());
        Set<String> names = new TreeSet<>();
        for (Property property : all) {
            Matcher key = PROFILE_KEY.matcher(property.key());
            if (key.matches()) {
                names.add(key.group(1));
            } else if (property.key().equals("oauth.profiles")) {
                Pattern.compile("[,\\s]+")
                        .splitAsStream(property.value().strip())
                        .filter(name -> !name.isEmpty())
                        .forEach(names::add);
            }
        }
        return names;
    }

    /**
     * As it counts in the sandbox: with which credential and through which proxy a profile asks for tokens comes from the sandbox's own file
     * alone, so that no real secret reaches its issuer, and variables override no setting of a profile that is in that file.
     */
    Configuration confinedTo(Collection<Property> sandbox) {
        Map<String, Property> all = new LinkedHashMap<>(properties);
        all.keySet().removeIf(key -> REAL.matcher(key).matches());
        for (Property own : sandbox) {
            Property present = all.get(own.key());
            boolean profile = PROFILE_KEY.matcher(own.key()).matches();
            if (profile && (present == null || present.where().startsWith(Environment.PLACE))) {
                all.put(own.key(), own);
            }
        }
        return new Configuration(all);
    }

    /** Whether a profile has anything to prove its identity by. */
    boolean hasCredential(String profile) {
        return CREDENTIALS.stream().anyMatch(key -> properties.containsKey("oauth." + profile + "." + key));
    }

    /** The credentials in the sandbox's file that hold something which comes from elsewhere. */
    List<Property> borrowedCredentials() {
        return properties.values().stream()
                .filter(property -> REAL.matcher(property.key()).matches())
                .filter(property -> BORROWED.matcher(property.value()).find())
                .toList();
    }

    /** With values that are weaker than all others, made known by the process itself. */
    Configuration under(Map<String, String> published) {
        Map<String, Property> all = new LinkedHashMap<>();
        published.forEach((key, value) -> all.put(key, new Property(key, value, "set by --sandbox")));
        all.putAll(properties);
        return new Configuration(all);
    }

    /** With values that are stronger than all others. */
    Configuration over(Map<String, String> stronger, String where) {
        Map<String, Property> all = new LinkedHashMap<>(properties);
        stronger.forEach((key, value) -> all.put(key, new Property(key, value, where)));
        return new Configuration(all);
    }

    Set<String> profiles() {
        return profiles(properties.values(), new Environment(Map.of()));
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(properties.get(key))
                .map(Property::value)
                .or(() -> Optional.ofNullable(OWN.get(key)));
    }

    /** Where the ledger lies, relative to the working directory. */
    Path ledger() {
        return Path.of(get("bactrian.ledger").orElseThrow());
    }

    /** Where marks of calls lie; empty if that is left to the system. */
    Optional<Path> marks() {
        return get("bactrian.marks").filter(marks -> !marks.isBlank()).map(marks -> Path.of(marks.strip()));
    }

    /** Whether a daemon's log is to be JSON. */
    boolean isLogJson() {
        String form = get("bactrian.log").orElseThrow().strip();
        if (!form.equals("json") && !form.equals("text")) {
            throw StartFault.configuration(place("bactrian.log").orElse("default")
                    + ": bactrian.log must be text or json, not '" + form + "'");
        }
        return form.equals("json");
    }

    /** The settings below a prefix, which ends with a dot. */
    Settings group(String prefix) {
        Map<String, String> group = new TreeMap<>();
        values().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                group.put(key.substring(prefix.length()), value);
            }
        });
        return new Settings(prefix, group);
    }

    /** Camel's pattern for route files. */
    String routes() {
        return get("camel.main.routes-include-pattern")
                .or(() -> get("camel.main.routesIncludePattern"))
                .orElse("file:routes/**/*.camel.yaml");
    }

    /** A port number; 0 lets the system choose. */
    int port(String key) {
        String value = get(key).orElse("").strip();
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw StartFault.configuration(
                    place(key).orElse("default") + ": " + key + " must be a port, 0 to 65535, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    /** All properties as they were set, placeholders in them not replaced. */
    Collection<Property> properties() {
        return properties.values();
    }

    /** Where a key was set: file and line for one from a file; empty if it was not. */
    Optional<String> place(String key) {
        return Optional.ofNullable(properties.get(key)).map(Property::where);
    }

    /** Every property, placeholders within values replaced. */
    Map<String, String> values() {
        Map<String, String> raw = new TreeMap<>();
        properties.forEach((key, property) -> raw.put(key, property.value()));
        Placeholders placeholders = new Placeholders(raw);
        Map<String, String> values = new TreeMap<>();
        raw.forEach((key, value) -> values.put(key, placeholders.resolveFully(value)));
        return values;
    }

    /** {@link #values} for routes: without secrets, which only profiles may read. */
    Map<String, String> open() {
        Map<String, String> open = values();
        open.keySet().removeIf(key -> SECRET.matcher(key).matches());
        return open;
    }

    /** The key as it was probably meant, if its first word is nearly one of ours and the rest fits; routes may use any other. */
    private static Optional<String> misspeltGroup(String key) {
        int dot = key.indexOf('.');
        String group = dot < 0 ? "" : key.substring(0, dot);
        return GROUPS.contains(group)
                ? Optional.empty()
                : NearestName.of(group, GROUPS)
                        .map(near -> near + key.substring(dot))
                        .filter(Configuration::isOurs);
    }

    private static boolean isOurs(String key) {
        Matcher profile = PROFILE_KEY.matcher(key);
        return OWN.containsKey(key)
                || key.startsWith("camel.main.")
                || (profile.matches() && OAuth.settings().contains(key.substring(profile.end(1) + 1)));
    }

    /** What is wrong with the keys and values, each with its place; profile keys are judged by the profiles themselves. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Placeholders placeholders = new Placeholders(values());
        for (Property property : properties.values()) {
            Optional<String> meant = misspeltGroup(property.key());
            if (property.key().startsWith("bactrian.") && !OWN.containsKey(property.key())) {
                faults.add(property + " is unknown" + NearestName.didYouMean(property.key(), OWN.keySet()));
            } else if (meant.isPresent()) {
                faults.add(property + " is unknown; did you mean " + meant.get() + "?");
            } else if (property.key().startsWith("import.")) {
                faults.add(property
                        + " is unknown: imports are set in their route, as parameters of 'from: import:<name>'");
            } else if (MANAGEMENT.matcher(property.key()).matches()
                    && Boolean.parseBoolean(
                            values().getOrDefault(property.key(), "").strip())) {
                faults.add(property
                        + " opens a server on all addresses that asks for no password and shows routes with what is"
                        + " secret in them: leave it out; the page shows routes, and /observe/ has health and metrics");
            } else if (TO_FILL_IN.matcher(property.value().strip()).matches()) {
                faults.add(property + " is still to be filled in"
                        + (property.key().startsWith("oauth.") ? ", or use --sandbox" : ""));
            }
            placeholders.check(
                    property.value(),
                    Set.of(),
                    what -> faults.add(property + ": "
                            + (SECRET.matcher(property.key()).matches() ? "a placeholder in it has no value" : what)));
        }
        return faults;
    }
}
