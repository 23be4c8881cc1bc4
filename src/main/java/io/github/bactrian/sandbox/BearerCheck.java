package io.github.bactrian.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies the bearer token of a request as a resource server has to: nothing in it is taken on trust. */
final class BearerCheck {

    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final String audience;
    private final InstantSource clock;
    private final ClaimsDemand demand;
    private volatile @Nullable Verified lastVerified;

    private record Verified(String token, JsonNode claims) {
        @Override
        public String toString() {
            return "Verified[token=***]";
        }
    }

    /** Who calls, with which app roles. */
    record Caller(String tenantId, Set<String> roles) {

        void requireOneOf(Set<String> sufficient) {
            if (sufficient.stream().noneMatch(roles::contains)) {
                throw GraphError.missingRole();
            }
        }
    }

    BearerCheck(SigningKeys keys, AccessTokens tokens, String audience, InstantSource clock, ClaimsDemand demand) {
        this.demand = demand;
        this.keys = keys;
        this.tokens = tokens;
        this.audience = audience;
        this.clock = clock;
    }

    Caller caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw GraphError.invalidToken("Access token is empty.");
        }
        JsonNode claims = signedClaims(authorization.substring(7).trim());
        String tenant = requireIssuerAndAudience(claims);
        requireValidNow(claims);
        if (!demand.isMetBy(tokens.asked(claims.path("uti").asText()))) {
            throw GraphError.insufficientClaims();
        }
        Set<String> roles = new HashSet<>();
        claims.path("roles").forEach(role -> roles.add(role.asText()));
        return new Caller(tenant, roles);
    }

    private static JWSObject parsed(String token) {
        try {
            return JWSObject.parse(token);
        } catch (ParseException e) {
            throw GraphError.invalidToken("CompactToken parsing failed with error code: 80049217");
        }
    }

    private JsonNode signedClaims(String text) {
        JWSObject token = parsed(text);
        RSAKey key = keys.find(String.valueOf(token.getHeader().getKeyID()))
                .orElseThrow(() -> GraphError.invalidToken("Signing key is invalid."));
        // A signature is the dearest part of a request, and clients use their tokens many times.
        Verified last = lastVerified;
        if (last != null && last.token().equals(text)) {
            return last.claims();
        }
        JsonNode claims = verifiedClaims(token, key);
        lastVerified = new Verified(text, claims);
        return claims;
    }

    private static JsonNode verifiedClaims(JWSObject token, RSAKey key) {
        try {
            boolean signed = token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                    && token.verify(new RSASSAVerifier(key));
            if (!signed) {
                throw GraphError.invalidToken("Access token validation failure. Invalid signature.");
            }
            return Reply.JSON.readTree(token.getPayload().toString());
        } catch (JOSEException | JsonProcessingException e) {
            throw GraphError.invalidToken("Access token validation failure. Invalid signature.");
        }
    }

    private String requireIssuerAndAudience(JsonNode claims) {
        String tenant = tokens.tenantOf(claims.path("iss").asText())
                .filter(name -> name.equals(claims.path("tid").asText(name)))
                .orElseThrow(() -> GraphError.invalidToken("Access token validation failure. Invalid issuer."));
        if (!Issuer.sameResource(claims.path("aud").asText(), audience)) {
            throw GraphError.invalidToken("Access token validation failure. Invalid audience.");
        }
        return tenant;
    }

    private void requireValidNow(JsonNode claims) {
        long now = clock.instant().getEpochSecond();
        if (now >= claims.path("exp").asLong()) {
            throw GraphError.invalidToken("Lifetime validation failed, the token is expired.");
        }
        if (now < claims.path("nbf").asLong()) {
            throw GraphError.invalidToken("Lifetime validation failed, the token is not yet valid.");
        }
        if (tokens.isRevoked(claims.path("uti").asText())) {
            throw GraphError.invalidToken("Access token has been revoked.");
        }
    }
}
