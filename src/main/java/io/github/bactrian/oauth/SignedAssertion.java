package io.github.bactrian.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** What {@code private_key_jwt} sends in place of a secret, RFC 7523: good for a minute, and once. */
final class SignedAssertion {

    private static final Duration LIFE = Duration.ofMinutes(1);

    private SignedAssertion() {}

    /**
     * The thumbprint names the key. There is no {@code kid} unless the profile gives one: Keycloak makes up one of its own for
     * a registered certificate, and refuses others.
     *
     * @param audience who is to take it
     */
    @SuppressWarnings("JavaUtilDate")
    static PrivateKeyJWT of(OidcClient client, String audience, AppCredential.Certificate certificate, Instant now)
            throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(client.clientId())
                .subject(client.clientId())
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        JWSSigner signer = signer(certificate);
        JWSHeader header = new JWSHeader.Builder(algorithm(client.assertion(), signer))
                .type(JOSEObjectType.JWT)
                .keyID(client.assertion().keyId(client.credentials(), certificate))
                .x509CertSHA256Thumbprint(X509CertUtils.computeSHA256Thumbprint(certificate.leaf()))
                .build();
        SignedJWT assertion = new SignedJWT(header, claims);
        assertion.sign(signer);
        return new PrivateKeyJWT(assertion);
    }

    /** The names of those that the key can sign with, in their order; none if it cannot sign. */
    static List<String> algorithms(AppCredential.Certificate certificate) {
        try {
            return signer(certificate).supportedJWSAlgorithms().stream()
                    .map(JWSAlgorithm::getName)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (JOSEException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static JWSSigner signer(AppCredential.Certificate certificate) throws JOSEException {
        return certificate.key() instanceof ECPrivateKey key
                ? new ECDSASigner(key)
                : new RSASSASigner(certificate.key());
    }

    private static JWSAlgorithm algorithm(AssertionForm form, JWSSigner signer) {
        if (form.algorithm() != null) {
            return form.algorithm();
        }
        return signer instanceof ECDSASigner
                ? signer.supportedJWSAlgorithms().iterator().next()
                : JWSAlgorithm.RS256;
    }
}
