package io.github.bactrian.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The JWT by which an app proves who it is instead of sending a secret; nothing in it is verified by itself. */
record ClientAssertion(JWSObject token, JsonNode claims) {

    /** The only kind of assertion there is. */
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** How far the clocks of client and issuer may be apart. */
    static final Duration SKEW = Duration.ofMinutes(5);

    static ClientAssertion parse(String text) {
        try {
            JWSObject token = JWSObject.parse(text);
            JsonNode claims = Reply.JSON.readTree(token.getPayload().toString());
            if (claims.path("exp").isIntegralNumber()) {
                return new ClientAssertion(token, claims);
            }
        } catch (ParseException | JsonProcessingException e) {
            throw AssertionRefusal.malformed();
        }
        throw AssertionRefusal.malformed();
    }

    String issuer() {
        return claims.path("iss").asText();
    }

    String subject() {
        return claims.path("sub").asText();
    }

    /** What makes the assertion another one than the last; empty if it has no such claim. */
    String id() {
        return claims.path("jti").asText();
    }

    Set<String> audiences() {
        JsonNode audience = claims.path("aud");
        Set<String> all = new TreeSet<>();
        audience.forEach(each -> all.add(each.asText()));
        if (audience.isTextual()) {
            all.add(audience.textValue());
        }
        return all;
    }

    Instant expires() {
        return Instant.ofEpochSecond(claims.path("exp").asLong());
    }

    /** From when on it is good; the beginning of time if it does not say. */
    Instant starts() {
        return Instant.ofEpochSecond(claims.path("nbf").asLong());
    }

    Map<String, Object> header() {
        return token.getHeader().toJSONObject();
    }

    void requireAlgorithm(Set<JWSAlgorithm> supported) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        if (!supported.contains(algorithm)) {
            throw AssertionRefusal.algorithm(algorithm.getName());
        }
    }

    boolean isSignedWith(RSAPublicKey key) {
        try {
            return token.verify(new RSASSAVerifier(key));
        } catch (JOSEException e) {
            return false;
        }
    }

    void requireValid(Instant now) {
        if (now.isAfter(expires().plus(SKEW)) || now.isBefore(starts().minus(SKEW))) {
            throw AssertionRefusal.lifetime(now, this);
        }
    }

    @Override
    public String toString() {
        return "ClientAssertion[iss=" + issuer() + "]";
    }
}
