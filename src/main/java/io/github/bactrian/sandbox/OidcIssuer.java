package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An issuer that is not shaped like Entra: {@code /oidc/<realm>}, where the realms are the tenants of the app
 * registrations. Scopes are free, an audience may be asked for, and errors are those of RFC 6749.
 */
final class OidcIssuer implements Api {

    /** The first part of its paths. */
    static final String START = "oidc";

    // Refused as some issuers do: there is no user whom these scopes could be about.
    private static final Set<String> SCOPES_ABOUT_A_USER = Set.of("openid", "profile", "email", "offline_access");

    private final SandboxSettings settings;
    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final Stats stats;
    private final Registrations apps;
    private final Credentials credentials;

    OidcIssuer(SandboxSettings settings, SigningKeys keys, AccessTokens tokens, Stats stats, Registrations apps) {
        this.settings = settings;
        this.keys = keys;
        this.tokens = tokens;
        this.stats = stats;
        this.apps = apps;
        this.credentials = new Credentials(settings.clock());
    }

    /** What the tokens of a realm name as their issuer. */
    static String issuer(URI base, String realm) {
        return base + "/" + START + "/" + realm;
    }

    @Override
    public Reply answer(Request request) {
        List<String> path = request.segments();
        String realm = path.size() < 2 ? "" : path.get(1);
        if (!apps.hasTenant(realm)) {
            return Reply.empty(404);
        }
        return switch (request.method() + " " + String.join("/", path.subList(2, path.size()))) {
            case "GET .well-known/openid-configuration" -> Reply.of(200, configuration(realm));
            case "GET keys" -> Reply.of(200, Reply.JSON.valueToTree(keys.published()));
            case "POST token" -> token(request, realm);
            default -> Reply.empty(404);
        };
    }

    @Override
    public Reply failure(int status, Request request) {
        return error(status, status < 500 ? "invalid_request" : "temporarily_unavailable", "Scripted by the sandbox");
    }

    private Reply token(Request request, String realm) {
        try {
            TokenRequest asked = TokenRequest.of(request);
            asked.requireClientCredentialsGrant();
            return apps.find(realm, asked.clientIdOrSubject())
                    .map(app -> granted(app, asked))
                    .orElseGet(() -> unknown(request, "Client not found"));
        } catch (EntraError refusal) {
            return refusal.error().equals("invalid_client")
                    ? unknown(request, refusal.getMessage())
                    : error(400, refusal.error(), refusal.getMessage());
        }
    }

    private Reply granted(AppRegistration app, TokenRequest asked) {
        String issuer = tokens.oidcIssuerOf(app.tenantId());
        credentials.requirePlain(app, asked, Set.of(issuer, issuer + "/", issuer + "/token"));
        String scope = asked.optional("scope");
        if (Stream.of(scope.split(" ", -1)).anyMatch(SCOPES_ABOUT_A_USER::contains)) {
            return error(400, "invalid_scope", "Scopes about a user cannot be asked for with client credentials");
        }
        String audience = Stream.of("audience", "resource")
                .map(asked::optional)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(settings.resources().get(0));
        if (settings.resources().stream().noneMatch(known -> Issuer.sameResource(audience, known))) {
            return error(400, "invalid_target", "Unknown audience");
        }
        return issued(tokens.issueOidc(app, audience, scope), scope);
    }

    private Reply issued(String token, String scope) {
        stats.tokenIssued();
        ObjectNode body = Reply.object()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", tokens.lifetime().toSeconds());
        return Reply.of(200, scope.isEmpty() ? body : body.put("scope", scope))
                .with(Map.of("Cache-Control", "no-store"));
    }

    private ObjectNode configuration(String realm) {
        String issuer = tokens.oidcIssuerOf(realm);
        ObjectNode document = Reply.object()
                .put("issuer", issuer)
                .put("token_endpoint", issuer + "/token")
                .put("authorization_endpoint", issuer + "/authorize")
                .put("jwks_uri", issuer + "/keys");
        document.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_basic")
                .add("client_secret_post")
                .add("private_key_jwt");
        document.putArray("token_endpoint_auth_signing_alg_values_supported")
                .add("RS256")
                .add("PS256");
        document.putArray("grant_types_supported").add("client_credentials");
        document.putArray("response_types_supported").add("code");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add("RS256");
        return document;
    }

    /** RFC 6749, section 5.2: a client that tried Basic is told of it. */
    private static Reply unknown(Request request, String why) {
        Reply refusal = error(401, "invalid_client", why);
        return request.header("Authorization") == null
                ? refusal
                : refusal.with(Map.of("WWW-Authenticate", "Basic realm=\"sandbox\""));
    }

    private static Reply error(int status, String error, String why) {
        return Reply.of(status, Reply.object().put("error", error).put("error_description", why));
    }
}
