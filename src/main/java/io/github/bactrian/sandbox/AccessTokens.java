package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Issues access tokens and remembers which of them are still good, so that they can be revoked. */
final class AccessTokens {

    private final SigningKeys keys;
    private final String issuer;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Map<String, Issued> issuedByToken = new ConcurrentHashMap<>();

    /** @param asked the claims parameter of its request; an empty object if there was none */
    private record Issued(Instant expires, JsonNode asked) {}

    AccessTokens(SigningKeys keys, String issuer, Duration lifetime, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    Duration lifetime() {
        return lifetime;
    }

    String issuerOf(String tenantId) {
        return issuer + "/" + tenantId + "/v2.0";
    }

    String oidcIssuerOf(String realm) {
        return OidcIssuer.issuer(URI.create(issuer), realm);
    }

    /**
     * A signed token of the Entra kind; without roles it has no such claim, as there.
     *
     * @param asked the claims parameter of the request
     */
    String issue(AppRegistration app, String audience, List<String> roles, JsonNode asked) {
        String principal = UUID.nameUUIDFromBytes((app.tenantId() + app.clientId()).getBytes(StandardCharsets.UTF_8))
                .toString();
        ObjectNode claims = Reply.object()
                .put("aud", audience)
                .put("iss", issuerOf(app.tenantId()))
                .put("appid", app.clientId())
                .put("azp", app.clientId())
                .put("azpacr", "1")
                .put("idtyp", "app")
                .put("oid", principal)
                .put("sub", principal)
                .put("tid", app.tenantId())
                .put("ver", "2.0");
        return issue(claims, roles, asked);
    }

    /** A signed token as other issuers make them. */
    String issueOidc(AppRegistration app, String audience, String scope) {
        ObjectNode claims = Reply.object()
                .put("aud", audience)
                .put("iss", oidcIssuerOf(app.tenantId()))
                .put("sub", app.clientId())
                .put("client_id", app.clientId())
                .put("azp", app.clientId())
                .put("scope", scope);
        return issue(claims, app.roles(), Reply.object());
    }

    /** The tenant or realm that tokens of this issuer are from; empty if they are from elsewhere. */
    Optional<String> tenantOf(String tokenIssuer) {
        return Stream.of(tokenIssuer.split("/", -1))
                .filter(part -> tokenIssuer.equals(issuerOf(part)) || tokenIssuer.equals(oidcIssuerOf(part)))
                .findFirst();
    }

    boolean isRevoked(String uti) {
        return !issuedByToken.containsKey(uti);
    }

    /** The claims parameter that a token was asked for with; an empty object if there was none. */
    JsonNode asked(String uti) {
        Issued issued = issuedByToken.get(uti);
        return issued == null ? Reply.object() : issued.asked();
    }

    void revokeAll() {
        issuedByToken.clear();
    }

    private String issue(ObjectNode claims, List<String> roles, JsonNode asked) {
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime);
        String uti = UUID.randomUUID().toString();
        issuedByToken.values().removeIf(issued -> now.isAfter(issued.expires()));
        issuedByToken.put(uti, new Issued(expires, asked));
        if (!roles.isEmpty()) {
            roles.forEach(claims.putArray("roles")::add);
        }
        return signed(claims.put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", expires.getEpochSecond())
                .put("uti", uti)
                .put("jti", uti));
    }

    private String signed(ObjectNode claims) {
        RSAKey key = keys.current();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims.toString()));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot sign an access token", e);
        }
        return token.serialize();
    }
}
