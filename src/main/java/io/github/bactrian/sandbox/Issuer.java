package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of Entra that a daemon meets: its token endpoint and the documents that lead there. */
final class Issuer implements Api {

    private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

    private final SandboxSettings settings;
    private final URI base;
    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final Stats stats;
    private final Registrations apps;
    private final Credentials credentials;

    Issuer(SandboxSettings settings, URI base, SigningKeys keys, AccessTokens tokens, Stats stats, Registrations apps) {
        this.settings = settings;
        this.apps = apps;
        this.credentials = new Credentials(settings.clock());
        this.base = base;
        this.keys = keys;
        this.tokens = tokens;
        this.stats = stats;
    }

    @Override
    public Reply answer(Request request) {
        try {
            return found(request)
                    .with(Map.of(
                            "Cache-Control",
                            "no-store, no-cache",
                            "Pragma",
                            "no-cache",
                            "x-ms-request-id",
                            request.id().toString(),
                            "client-request-id",
                            request.clientRequestId()));
        } catch (EntraError refusal) {
            return refusal.reply(request, now());
        }
    }

    @Override
    public Reply failure(int status, Request request) {
        return EntraError.scripted(status).reply(request, now());
    }

    private Reply found(Request request) {
        List<String> path = request.segments();
        String tenant = path.isEmpty() ? "" : path.get(0);
        List<String> page = path.isEmpty() ? path : path.subList(1, path.size());
        if (page.equals(List.of("oauth2", "v2.0", "token"))) {
            return token(request, tenant);
        }
        if (page.equals(List.of("v2.0", ".well-known", "openid-configuration"))) {
            return configuration(tenant);
        }
        if (page.equals(List.of("discovery", "v2.0", "keys"))) {
            return Reply.of(200, Reply.JSON.valueToTree(keys.published()));
        }
        if (page.equals(List.of("discovery", "instance"))) {
            return instances(request);
        }
        return Reply.empty(404);
    }

    private Reply token(Request request, String tenant) {
        if (!request.method().equals("POST")) {
            throw EntraError.notPosted(request.method());
        }
        requireTenant(tenant);
        TokenRequest asked = TokenRequest.of(request);
        asked.requireClientCredentialsGrant();
        AppRegistration app = app(asked.clientId(), tenant);
        String resource = asked.resource();
        credentials.require(app, asked, audiences(tenant));
        return granted(app, resource, asked.claims());
    }

    private Reply granted(AppRegistration app, String resource, ObjectNode claims) {
        if (settings.resources().stream().noneMatch(known -> sameResource(resource, known))) {
            throw EntraError.unknownResource(resource, app.tenantId());
        }
        boolean directory = sameResource(resource, settings.resources().get(0));
        String token = tokens.issue(app, resource, directory ? app.roles() : List.of(), claims);
        stats.tokenIssued();
        long seconds = tokens.lifetime().toSeconds();
        return Reply.of(
                200,
                Reply.object()
                        .put("token_type", "Bearer")
                        .put("expires_in", seconds)
                        .put("ext_expires_in", seconds)
                        .put("access_token", token));
    }

    private AppRegistration app(String clientId, String tenant) {
        return apps.find(tenant, clientId).orElseThrow(() -> EntraError.unknownApp(clientId, tenant));
    }

    /** What an assertion may be meant for: the authority, its issuer, or one of its token endpoints. */
    private Set<String> audiences(String tenant) {
        String authority = base + "/" + tenant;
        return Set.of(
                authority,
                authority + "/",
                authority + "/v2.0",
                authority + "/oauth2/token",
                authority + "/oauth2/v2.0/token");
    }

    private void requireTenant(String tenant) {
        if (NO_TENANTS.contains(tenant)) {
            throw EntraError.noTenant();
        }
        if (!apps.hasTenant(tenant)) {
            throw EntraError.unknownTenant(tenant);
        }
    }

    private Reply configuration(String tenant) {
        String issuer = NO_TENANTS.contains(tenant) ? base + "/{tenantid}/v2.0" : tokens.issuerOf(tenant);
        if (!NO_TENANTS.contains(tenant)) {
            requireTenant(tenant);
        }
        ObjectNode document = Reply.object()
                .put("issuer", issuer)
                .put("token_endpoint", base + "/" + tenant + "/oauth2/v2.0/token")
                .put("authorization_endpoint", base + "/" + tenant + "/oauth2/v2.0/authorize")
                .put("jwks_uri", base + "/" + tenant + "/discovery/v2.0/keys");
        document.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("client_secret_basic")
                .add("private_key_jwt");
        document.putArray("response_types_supported").add("token");
        document.putArray("subject_types_supported").add("pairwise");
        document.putArray("id_token_signing_alg_values_supported").add("RS256");
        return Reply.of(200, document);
    }

    private Reply instances(Request request) {
        ObjectNode document = Reply.object()
                .put("tenant_discovery_endpoint", base + "/common/v2.0/.well-known/openid-configuration")
                .put("api-version", request.query().get("api-version"));
        // Host names without a port, as Entra has them: MSAL puts the authority's port behind them, once.
        ObjectNode cloud = document.putArray("metadata")
                .addObject()
                .put("preferred_network", base.getHost())
                .put("preferred_cache", base.getHost());
        cloud.putArray("aliases").add(base.getHost()).add(base.getAuthority());
        return Reply.of(200, document);
    }

    /** Scopes are written with and without a slash between resource and {@code /.default}. */
    static boolean sameResource(String one, String other) {
        return withoutSlash(one).equals(withoutSlash(other));
    }

    private static String withoutSlash(String resource) {
        return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
