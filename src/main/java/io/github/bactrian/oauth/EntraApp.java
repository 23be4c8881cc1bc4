package io.github.bactrian.oauth;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.bactrian.Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateKey;
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
            "proxy");

    private static final URI PUBLIC_AUTHORITY = URI.create("https://login.microsoftonline.com");
    private static final int LEAST_KEY_BITS = 2048;

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
            credentials.all().forEach(EntraApp::proof);
        } catch (IllegalArgumentException | TokenException e) {
            throw settings.problem(credentials.key(), String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException if Entra takes no such credential */
    static IClientCredential proof(AppCredential credential) {
        if (credential instanceof AppCredential.Secret secret) {
            return ClientCredentialFactory.createFromSecret(secret.value());
        }
        if (credential instanceof AppCredential.Assertion assertion) {
            return ClientCredentialFactory.createFromClientAssertion(assertion.value());
        }
        AppCredential.Certificate certificate = (AppCredential.Certificate) credential;
        boolean fit = certificate.key() instanceof RSAPrivateKey key
                && key.getModulus().bitLength() >= LEAST_KEY_BITS;
        if (!fit) {
            throw new IllegalArgumentException("the certificate " + certificate.place()
                    + " has not the RSA key of 2048 bits or more that Entra asks for; create another one");
        }
        return ClientCredentialFactory.createFromCertificateChain(certificate.key(), certificate.chain());
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
