package io.github.bactrian.sandbox;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import io.github.bactrian.testing.AppCertificate;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A client assertion made by hand, sound until a test changes something. */
final class Assertion {

    enum Name {
        X5T,
        X5T_S256,
        X5C,
        NONE
    }

    private final Map<String, Object> claims = new HashMap<>();
    private final PrivateKey key;
    private final AppCertificate certificate;
    private JWSAlgorithm algorithm = JWSAlgorithm.RS256;
    private Name name = Name.X5T_S256;
    private String keyId;

    private Assertion(PrivateKey key, AppCertificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** What an app says of itself. */
    static Assertion of(AppRegistration app, AppCertificate certificate, String audience, Instant now) {
        return new Assertion(certificate.key(), certificate)
                .claim("iss", app.clientId())
                .claim("sub", app.clientId())
                .claim("aud", audience)
                .claim("jti", UUID.randomUUID().toString())
                .claim("nbf", now.getEpochSecond())
                .claim("exp", now.getEpochSecond() + 600);
    }

    /** What another issuer says. */
    static Assertion federated(FederatedCredential credential, PrivateKey key, String keyId, Instant now) {
        Assertion assertion = new Assertion(key, null)
                .named(Name.NONE)
                .claim("iss", credential.issuer())
                .claim("sub", credential.subject())
                .claim("aud", List.of(credential.audience()))
                .claim("nbf", now.getEpochSecond())
                .claim("exp", now.getEpochSecond() + 3600);
        assertion.keyId = keyId;
        return assertion;
    }

    /** @param value null leaves the claim out */
    Assertion claim(String claim, Object value) {
        claims.put(claim, value);
        claims.values().removeIf(each -> each == null);
        return this;
    }

    Assertion signed(JWSAlgorithm with) {
        algorithm = with;
        return this;
    }

    Assertion named(Name by) {
        name = by;
        return this;
    }

    String text() throws Exception {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(keyId);
        if (name == Name.X5C) {
            header.x509CertChain(List.of(Base64.encode(certificate.certificate().getEncoded())));
        } else if (name != Name.NONE) {
            boolean sha1 = name == Name.X5T;
            byte[] digest = MessageDigest.getInstance(sha1 ? "SHA-1" : "SHA-256")
                    .digest(certificate.certificate().getEncoded());
            thumbprint(header, sha1, Base64URL.encode(digest));
        }
        JWSObject token = new JWSObject(header.build(), new Payload(claims));
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @SuppressWarnings("deprecation")
    private static void thumbprint(JWSHeader.Builder header, boolean sha1, Base64URL digest) {
        if (sha1) {
            header.x509CertThumbprint(digest);
        } else {
            header.x509CertSHA256Thumbprint(digest);
        }
    }
}
