package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Issues access tokens and remembers which of them are still good, so that they can be revoked. */
final class AccessTokens {

    private final SigningKeys keys;
    private final String issuer;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Map<String, Instant> expiryByToken = new ConcurrentHashMap<>();

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

    /** A signed token; without roles it has no such claim, as with Entra. */
    String issue(AppRegistration app, String audience, List<String> roles) {
        Instant now = clock.instant();
        String uti = UUID.randomUUID().toString();
        expiryByToken.values().removeIf(now::isAfter);
        expiryByToken.put(uti, now.plus(lifetime));
        return signed(claims(app, audience, roles, now).put("uti", uti).put("jti", uti));
    }

    boolean isRevoked(String uti) {
        return !expiryByToken.containsKey(uti);
    }

    void revokeAll() {
        expiryByToken.clear();
    }

    private ObjectNode claims(AppRegistration app, String audience, List<String> roles, Instant now) {
        String principal = UUID.nameUUIDFromBytes((app.tenantId() + app.clientId()).getBytes(StandardCharsets.UTF_8))
                .toString();
        ObjectNode claims = Reply.object()
                .put("aud", audience)
                .put("iss", issuerOf(app.tenantId()))
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(lifetime).getEpochSecond())
                .put("appid", app.clientId())
                .put("azp", app.clientId())
                .put("azpacr", "1")
                .put("idtyp", "app")
                .put("oid", principal)
                .put("sub", principal)
                .put("tid", app.tenantId())
                .put("ver", "2.0");
        if (!roles.isEmpty()) {
            roles.forEach(claims.putArray("roles")::add);
        }
        return claims;
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
