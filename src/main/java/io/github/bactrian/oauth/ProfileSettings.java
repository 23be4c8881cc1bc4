package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code oauth.<name>.*} of one profile, valid.
 *
 * @param authorityHost the issuer's origin, https
 * @param tenant the directory asked unless a message selects another one; null if each message has to
 * @param tenants the directories that a message may select
 * @param hosts where the token may travel to
 * @param requiredRoles app roles without which a token is refused
 * @param caFile PEM certificates that the issuer's certificate may also be signed by; null: the usual ones only
 * @param proxy on the way to the issuer; null: none
 * @param timeout for the whole token request
 * @param call how calls behave; for whoever makes them
 */
record ProfileSettings(
        String name,
        URI authorityHost,
        @Nullable String tenant,
        Set<String> tenants,
        String clientId,
        Scope scope,
        ClientSecrets secrets,
        Hosts hosts,
        Set<String> requiredRoles,
        @Nullable Path caFile,
        @Nullable URI proxy,
        Duration timeout,
        Settings call) {

    static final URI PUBLIC_AUTHORITY = URI.create("https://login.microsoftonline.com");

    private static final Set<String> KEYS = Set.of(
            "type",
            "tenant-id",
            "client-id",
            "scope",
            "authority-host",
            "client-secret",
            "client-secret-file",
            "hosts",
            "tenants",
            "required-roles",
            "ca-file",
            "proxy",
            "timeout",
            "inject");
    private static final Set<String> KEYS_TO_COME = Set.of(
            "certificate",
            "certificate-password",
            "federated-token-file",
            "issuer",
            "token-endpoint",
            "client-auth",
            "audience");
    private static final Set<String> NOT_A_DIRECTORY = Set.of("common", "organizations", "consumers");

    /** @param all the profile's properties, their prefix removed */
    static ProfileSettings read(String name, Settings all) {
        refuseWhatIsToCome(all);
        Scope scope = Scope.read(all);
        Set<String> tenants = new LinkedHashSet<>();
        all.list("tenants").forEach(tenant -> tenants.add(directory(all, "tenants", tenant)));
        return new ProfileSettings(
                name,
                all.origin("authority-host", Set.of("https")).orElse(PUBLIC_AUTHORITY),
                tenant(all, tenants),
                tenants,
                all.required("client-id", "write the application (client) ID of the app registration"),
                scope,
                ClientSecrets.read(name, all),
                hosts(all, scope),
                new LinkedHashSet<>(all.list("required-roles")),
                all.file("ca-file").orElse(null),
                all.origin("proxy", Set.of("http")).orElse(null),
                all.duration("timeout", Duration.ofSeconds(15)),
                all.below("call."));
    }

    private static void refuseWhatIsToCome(Settings all) {
        for (String key : KEYS_TO_COME) {
            if (all.has(key)) {
                throw all.secretProblem(key, "is not supported yet; use client-secret or client-secret-file");
            }
        }
        Set<String> known = new TreeSet<>(KEYS);
        known.addAll(all.keysBelow("call."));
        all.allowOnly(known);
        allowValue(all, "type", "entra");
        allowValue(all, "inject", "send-time");
    }

    private static void allowValue(Settings all, String key, String supported) {
        if (!all.text(key).orElse(supported).equals(supported)) {
            throw all.problem(key, "is not supported yet; write " + supported + " or leave it out");
        }
    }

    private static @Nullable String tenant(Settings all, Set<String> tenants) {
        Optional<String> tenant = all.text("tenant-id");
        if (tenant.isEmpty() && tenants.isEmpty()) {
            throw all.problem("tenant-id", "is missing; write the directory (tenant) ID of the app registration");
        }
        return tenant.map(id -> directory(all, "tenant-id", id)).orElse(null);
    }

    private static String directory(Settings all, String key, String tenant) {
        if (NOT_A_DIRECTORY.contains(tenant)) {
            throw all.problem(key, tenant + " is no directory, and an app has no home but one; write a tenant ID");
        }
        if (!tenant.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw all.problem(key, "write tenant IDs (GUIDs) or domain names");
        }
        return tenant;
    }

    private static Hosts hosts(Settings all, Scope scope) {
        List<String> origins = all.has("hosts") ? all.list("hosts") : scope.fixedHosts();
        if (origins.isEmpty()) {
            throw all.problem(
                    "hosts",
                    "is missing: the token goes nowhere unless told; add the API's origin, such as " + all.name("hosts")
                            + "="
                            + (scope.resource().startsWith("https://") ? scope.resource() : "https://api.example.com"));
        }
        try {
            return new Hosts(origins.stream().map(Hosts.Origin::of).toList());
        } catch (IllegalArgumentException e) {
            throw all.problem("hosts", String.valueOf(e.getMessage()));
        }
    }
}
