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
import java.net.URI;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** What {@code private_key_jwt} sends in place of a secret, RFC 7523: good for a minute, and once. */
final class SignedAssertion {

    private static final Duration LIFE = Duration.ofMinutes(1);

    private SignedAssertion() {}

    /**
     * The thumbprint names the key. There is no {@code kid}: Keycloak makes up one of its own for a registered certificate,
     * and refuses others.
     *
     * @param audience the issuer, or its token endpoint if nobody told who that is
     */
    @SuppressWarnings("JavaUtilDate")
    static PrivateKeyJWT of(
            String profile, String clientId, URI audience, AppCredential.Certificate certificate, Instant now)
            throws TokenException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(audience.toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        try {
            JWSSigner signer = signer(certificate);
            JWSHeader header = new JWSHeader.Builder(algorithm(signer))
                    .type(JOSEObjectType.JWT)
                    .x509CertSHA256Thumbprint(X509CertUtils.computeSHA256Thumbprint(certificate.leaf()))
                    .build();
            SignedJWT assertion = new SignedJWT(header, claims);
            assertion.sign(signer);
            return new PrivateKeyJWT(assertion);
        } catch (JOSEException | IllegalArgumentException e) {
            throw TokenException.lasting(
                    "oauth." + profile + ": the key of " + certificate.place() + " cannot sign (" + e.getMessage()
                            + ")",
                    true,
                    null);
        }
    }

    private static JWSSigner signer(AppCredential.Certificate certificate) throws JOSEException {
        return certificate.key() instanceof ECPrivateKey key
                ? new ECDSASigner(key)
                : new RSASSASigner(certificate.key());
    }

    private static JWSAlgorithm algorithm(JWSSigner signer) {
        return signer instanceof ECDSASigner
                ? signer.supportedJWSAlgorithms().iterator().next()
                : JWSAlgorithm.RS256;
    }
}
