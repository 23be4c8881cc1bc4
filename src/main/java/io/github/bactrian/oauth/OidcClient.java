package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of an OpenID Connect or OAuth issuer such as Keycloak, Okta or Auth0.
 *
 * @param issuer whose metadata tells the token endpoint; null if that is given
 * @param tokenEndpoint null if it is looked up
 * @param scope free text; null for what the issuer gives unasked
 * @param audience the parameter by which some issuers are told which API the token is for; null for none
 * @param assertion what it looks like, if {@code auth} sends one
 * @param tokenLifetime how long a token counts if neither its issuer nor itself tells; null: until an API refuses it
 */
record OidcClient(
        String clientId,
        @Nullable URI issuer,
        @Nullable URI tokenEndpoint,
        ClientAuth auth,
        @Nullable String scope,
        @Nullable String audience,
        AppCredentials credentials,
        AssertionForm assertion,
        @Nullable Duration tokenLifetime)
        implements Identity {

    private static final String TOKEN_LIFETIME = "token-lifetime";

    static final Set<String> KEYS = Set.of(
            AssertionForm.KEY_ID,
            AssertionForm.AUDIENCE,
            AssertionForm.ALGORITHM,
            TOKEN_LIFETIME,
            "issuer",
            "token-endpoint",
            "client-auth",
            "audience",
            "client-id",
            "scope",
            AppCredentials.SECRET,
            AppCredentials.SECRET_FILE,
            AppCredentials.CERTIFICATE,
            AppCredentials.PASSWORD,
            "ca-file",
            "proxy",
            Transport.TLS_CERTIFICATE,
            Transport.TLS_PASSWORD);

    static OidcClient read(String profile, Settings settings) {
        Optional<URI> issuer = IssuerUri.read(settings, "issuer");
        Optional<URI> endpoint = IssuerUri.read(settings, "token-endpoint");
        if (issuer.isPresent() == endpoint.isPresent()) {
            throw settings.problem("issuer", "write either issuer, which tells the token endpoint, or token-endpoint");
        }
        String clientId = settings.required("client-id", "write the client's ID at the issuer");
        ClientAuth auth = ClientAuth.read(settings);
        AppCredentials credentials = auth.credentials(profile, settings);
        return new OidcClient(
                clientId,
                issuer.orElse(null),
                endpoint.orElse(null),
                auth,
                settings.text("scope").orElse(null),
                settings.text("audience").orElse(null),
                credentials,
                AssertionForm.read(settings, auth, credentials),
                settings.has(TOKEN_LIFETIME) ? settings.duration(TOKEN_LIFETIME, Duration.ZERO) : null);
    }

    @Override
    public String address() {
        return issuer == null ? "token-endpoint" : "issuer";
    }

    @Override
    public TokenSource source(String profile, IssuerHttp http, Clock clock) {
        return new OidcTokenSource(this, http, clock);
    }

    @Override
    public List<String> fixedHosts() {
        return List.of();
    }

    @Override
    public String exampleHost() {
        return "https://api.example.com";
    }

    @Override
    public Optional<URI> consentUrl(String tenant) {
        return Optional.empty();
    }

    @Override
    public String roleRemedy(String tenant) {
        return "Give them to the client " + clientId + " at its issuer, and see to it that they are in the claim roles";
    }
}
