package io.github.bactrian.oauth;

import io.github.bactrian.NearestName;
import io.github.bactrian.Settings;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The properties {@code oauth.<name>.*} of one profile, valid.
 *
 * @param hosts where the token may travel to
 * @param requiredRoles app roles without which a token is refused
 * @param injectsHeader whether other HTTP components than camel-http find the token on the message
 * @param call how calls behave; for whoever makes them
 */
record ProfileSettings(
        String name,
        Identity identity,
        Tenants tenants,
        Hosts hosts,
        Set<String> requiredRoles,
        boolean injectsHeader,
        Transport transport,
        Settings call) {

    private static final Set<String> COMMON_KEYS = Set.of("type", "hosts", "required-roles", "timeout", "inject");
    private static final String DEFAULT_TYPE = "entra";
    private static final String OIDC = "oidc";
    private static final String MANAGED = "managed-identity";
    private static final Map<String, Set<String>> KEYS =
            new TreeMap<>(Map.of(DEFAULT_TYPE, EntraApp.KEYS, OIDC, OidcClient.KEYS, MANAGED, ManagedIdentity.KEYS));

    /** Those that any type knows, {@code call.*} aside. */
    static Set<String> keys() {
        Set<String> keys = new TreeSet<>(COMMON_KEYS);
        KEYS.values().forEach(keys::addAll);
        return keys;
    }

    /** @param all the profile's properties, their prefix removed */
    static ProfileSettings read(String name, Settings all) {
        String type = type(all);
        refuseUnknownKeys(all, type);
        Tenants tenants = type.equals(DEFAULT_TYPE) ? Tenants.read(all) : Tenants.NONE;
        Identity identity = identity(type, name, all);
        return new ProfileSettings(
                name,
                identity,
                tenants,
                Hosts.read(all, identity.fixedHosts(), identity.exampleHost()),
                new LinkedHashSet<>(all.list("required-roles")),
                injectsHeader(all),
                type.equals(MANAGED) ? Transport.direct(all) : Transport.read(all),
                all.below("call."));
    }

    private static Identity identity(String type, String name, Settings all) {
        return switch (type) {
            case OIDC -> OidcClient.read(name, all);
            case MANAGED -> ManagedIdentity.read(all);
            default -> EntraApp.read(name, all);
        };
    }

    private static String type(Settings all) {
        String type = all.text("type").orElse(DEFAULT_TYPE);
        if (!KEYS.containsKey(type)) {
            throw all.problem("type", "there is no such type; " + NearestName.hint(type, KEYS.keySet()));
        }
        return type;
    }

    private static void refuseUnknownKeys(Settings all, String type) {
        Set<String> known = new TreeSet<>(COMMON_KEYS);
        known.addAll(KEYS.getOrDefault(type, Set.of()));
        known.addAll(all.keysBelow("call."));
        KEYS.forEach((other, keys) -> keys.stream()
                .filter(key -> all.has(key) && !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw all.secretProblem(key, "is for type=" + other + ", and this is type=" + type);
                }));
        all.allowOnly(known);
    }

    private static boolean injectsHeader(Settings all) {
        return switch (all.text("inject").orElse("send-time")) {
            case "send-time" -> false;
            case "header" -> true;
            default -> throw all.problem("inject", "write send-time or header");
        };
    }
}
