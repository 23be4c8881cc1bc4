package io.github.bactrian.oauth;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an OpenID Connect issuer hands out tokens: known, or looked up in its metadata and kept while it works. */
final class TokenEndpoint {

    private static final String METADATA = "/.well-known/openid-configuration";

    private final OidcClient client;
    private final IssuerHttp http;
    private volatile @Nullable URI found;

    TokenEndpoint(OidcClient client, IssuerHttp http) {
        this.client = client;
        this.http = http;
        this.found = client.tokenEndpoint();
    }

    URI find() throws TokenException {
        URI known = found;
        if (known != null) {
            return known;
        }
        URI discovered = discover(Objects.requireNonNull(client.issuer()));
        found = discovered;
        return discovered;
    }

    /** It did not work: the next request asks for it again if it was looked up. */
    void doubt() {
        found = client.tokenEndpoint();
    }

    private URI discover(URI issuer) throws TokenException {
        URI metadata = URI.create(withoutSlash(issuer.toString()) + METADATA);
        IssuerHttp.Answer answer = http.get(metadata, Map.of("Accept", "application/json"));
        String start = http.subject().start(metadata);
        if (answer.status() / 100 != 2) {
            String message = start + "status " + answer.status()
                    + " instead of the issuer's metadata. Check issuer, or give token-endpoint";
            throw answer.passes()
                    ? TokenException.passing(message, null, null)
                    : TokenException.lasting(message, false, null);
        }
        Map<String, Object> json = Json.object(answer.body());
        String named = Objects.toString(json.get("issuer"), "");
        if (!withoutSlash(named).equals(withoutSlash(issuer.toString()))) {
            String other = IssuerText.scrub(named.isEmpty() ? "none" : named, List.of());
            throw TokenException.lasting(
                    start + "the metadata is that of another issuer (" + other + "). Write issuer as it calls itself",
                    false,
                    null);
        }
        return IssuerUri.of(Objects.toString(json.get("token_endpoint"), ""))
                .orElseThrow(() -> TokenException.lasting(
                        start + "the metadata has no token_endpoint that is https. Give token-endpoint", false, null));
    }

    private static String withoutSlash(String text) {
        return text.replaceFirst("/$", "");
    }
}
