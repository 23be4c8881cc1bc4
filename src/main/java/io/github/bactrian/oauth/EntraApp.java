package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An app registration in Microsoft Entra ID.
 *
 * @param authorityHost the issuer's origin, https
 */
record EntraApp(URI authorityHost, String clientId, Scope scope, AppCredentials credentials) implements Identity {

    static final Set<String> KEYS = Set.of(
            "tenant-id",
            "tenants",
            "client-id",
            "scope",
            "authority-host",
            AppCredentials.SECRET,
            AppCredentials.SECRET_FILE,
            AppCredentials.CERTIFICATE,
            AppCredentials.PASSWORD,
            AppCredentials.FEDERATED,
            "ca-file",
            "proxy",
            Transport.TLS_CERTIFICATE,
            Transport.TLS_PASSWORD);

    private static final URI PUBLIC_AUTHORITY = URI.create("https://login.microsoftonline.com");

    static EntraApp read(String profile, Settings settings) {
        Scope scope = Scope.read(settings);
        EntraApp app = new EntraApp(
                settings.origin("authority-host", Set.of("https")).orElse(PUBLIC_AUTHORITY),
                settings.required("client-id", "write the application (client) ID of the app registration"),
                scope,
                AppCredentials.read(
                        profile,
                        settings,
                        List.of(
                                AppCredentials.SECRET,
                                AppCredentials.SECRET_FILE,
                                AppCredentials.CERTIFICATE,
                                AppCredentials.FEDERATED)));
        app.requireUsable(settings);
        return app;
    }

    private void requireUsable(Settings settings) {
        try {
            credentials.all().forEach(Msal::proof);
        } catch (IllegalArgumentException | TokenException e) {
            throw settings.problem(credentials.key(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String address() {
        return "authority-host";
    }

    @Override
    public TokenSource source(String profile, IssuerHttp http, Clock clock) {
        return new EntraTokenSource(profile, this, http, clock);
    }

    @Override
    public List<String> fixedHosts() {
        return scope.fixedHosts();
    }

    @Override
    public String exampleHost() {
        return scope.exampleHost();
    }

    @Override
    public Optional<URI> consentUrl(String tenant) {
        return Optional.of(authorityHost.resolve(
                "/" + tenant + "/adminconsent?client_id=" + URLEncoder.encode(clientId, StandardCharsets.UTF_8)));
    }

    @Override
    public String roleRemedy(String tenant) {
        return "Add them to the app registration's API permissions; then an administrator of tenant " + tenant
                + " gives admin consent at " + consentUrl(tenant).orElseThrow();
    }
}
