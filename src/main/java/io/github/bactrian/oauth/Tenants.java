package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directories that a profile's tokens may come from.
 *
 * @param own the one asked unless a message selects another; null if each message has to
 * @param selectable those that a message may select
 */
record Tenants(@Nullable String own, Set<String> selectable) {

    /** For issuers that know no tenants: the one tenant is the empty text, whatever a message selects. */
    static final Tenants NONE = new Tenants("", Set.of());

    private static final Set<String> NOT_A_DIRECTORY = Set.of("common", "organizations", "consumers");

    static Tenants read(Settings settings) {
        Set<String> selectable = new LinkedHashSet<>();
        settings.list("tenants").forEach(tenant -> selectable.add(directory(settings, "tenants", tenant)));
        Optional<String> own = settings.text("tenant-id");
        if (own.isEmpty() && selectable.isEmpty()) {
            throw settings.problem("tenant-id", "is missing; write the directory (tenant) ID of the app registration");
        }
        return new Tenants(
                own.map(tenant -> directory(settings, "tenant-id", tenant)).orElse(null), selectable);
    }

    private static String directory(Settings settings, String key, String tenant) {
        if (NOT_A_DIRECTORY.contains(tenant)) {
            throw settings.problem(key, tenant + " is no directory, and an app has no home but one; write a tenant ID");
        }
        if (!tenant.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw settings.problem(key, "write tenant IDs (GUIDs) or domain names");
        }
        return tenant;
    }

    /** The profile's own first; never empty. */
    Set<String> all() {
        Set<String> all = new LinkedHashSet<>();
        if (own != null) {
            all.add(own);
        }
        all.addAll(selectable);
        return all;
    }

    /**
     * The one to ask.
     *
     * @param wanted by the message; null if it selects none
     * @throws IllegalArgumentException if it may not be asked, or none is selected and the profile has none of its own
     */
    String select(String profile, @Nullable String wanted) {
        if (this.equals(NONE)) {
            return "";
        }
        if (wanted != null && !selectable.contains(wanted) && !wanted.equals(own)) {
            throw new IllegalArgumentException("oauth." + profile + ": the exchange property "
                    + OAuthProfile.TENANT_PROPERTY + " selects tenant " + wanted + ", which is not in oauth." + profile
                    + ".tenants");
        }
        String tenant = wanted == null ? own : wanted;
        if (tenant == null) {
            throw new IllegalArgumentException(
                    "oauth." + profile + ": set the exchange property " + OAuthProfile.TENANT_PROPERTY
                            + " to one of oauth." + profile + ".tenants, or give the profile a tenant-id");
        }
        return tenant;
    }
}
