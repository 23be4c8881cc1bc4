package io.github.bactrian.daemon;

import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The page on which an administrator consents to what an app may do. It is known from the settings alone, before the app
 * has a credential: consent is often asked for first.
 */
final class ConsentPage {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9.-]*";
    private static final String PUBLIC_CLOUD = "https://login.microsoftonline.com";

    private ConsentPage() {}

    /**
     * Empty if the profile's issuer has no such page.
     *
     * @throws SettingException if tenant or client are still to be filled in
     */
    static Optional<URI> of(Settings profile, String tenant) {
        if (!profile.text("type").orElse("entra").equals("entra")) {
            return Optional.empty();
        }
        String client = profile.required("client-id", "write the application (client) ID of the app registration");
        if (!client.matches(ID)) {
            throw profile.problem("client-id", "write the application (client) ID of the app registration");
        }
        if (!tenant.matches(ID)) {
            throw profile.problem("tenant-id", "write a tenant ID (GUID) or a domain name");
        }
        String host = profile.text("authority-host").orElse(PUBLIC_CLOUD).replaceFirst("/+$", "");
        return Optional.of(URI.create(host + "/" + tenant + "/adminconsent?client_id=" + client));
    }

    /** The tenants that a profile may ask, its own first. */
    static Set<String> tenants(Settings profile) {
        Set<String> tenants = new LinkedHashSet<>();
        profile.text("tenant-id").ifPresent(tenants::add);
        tenants.addAll(profile.list("tenants"));
        return tenants;
    }
}
