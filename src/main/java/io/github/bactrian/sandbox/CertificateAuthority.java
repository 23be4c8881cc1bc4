package io.github.bactrian.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA of its own for each start, so that no trust outlives a sandbox: its private key stays in memory. */
final class CertificateAuthority {

    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys = newKeys();
    private final X500Name name = new X500Name("CN=Bactrian sandbox CA " + new BigInteger(32, RANDOM).toString(16));
    private final Instant from;
    private final X509Certificate certificate;

    CertificateAuthority(Instant now) {
        // A client's clock may be a little behind.
        this.from = now.minus(Duration.ofMinutes(5));
        try {
            JcaX509v3CertificateBuilder draft = draft(name, keys.getPublic());
            draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            this.certificate = signed(draft);
        } catch (CertIOException e) {
            throw new IllegalStateException("Cannot make the sandbox's CA certificate", e);
        }
    }

    /** A key and certificate for this machine's loopback names. */
    PemKeyCertOptions loopbackServer() {
        KeyPair server = newKeys();
        try {
            JcaX509v3CertificateBuilder draft = draft(new X500Name("CN=localhost"), server.getPublic());
            draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            draft.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            draft.addExtension(Extension.subjectAlternativeName, false, loopbackNames());
            return new PemKeyCertOptions()
                    .setKeyValue(
                            Buffer.buffer(pem("PRIVATE KEY", server.getPrivate().getEncoded())))
                    .setCertValue(Buffer.buffer(pem("CERTIFICATE", signed(draft).getEncoded())));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("Cannot make the sandbox's server certificate", e);
        }
    }

    /** Writes the CA's certificate as PEM; readers never see half of it. */
    Path writeTo(Path directory) {
        Path file = directory.resolve("sandbox-ca.pem");
        try {
            Files.createDirectories(directory);
            Path draft = Files.createTempFile(directory, ".sandbox-ca", ".tmp");
            Files.writeString(draft, pem("CERTIFICATE", certificate.getEncoded()));
            return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot write the sandbox's CA certificate to " + file + ": " + e, e);
        }
    }

    private static GeneralNames loopbackNames() {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }

    private JcaX509v3CertificateBuilder draft(X500Name subject, PublicKey key) throws CertIOException {
        JcaX509v3CertificateBuilder draft = new JcaX509v3CertificateBuilder(
                name, new BigInteger(120, RANDOM), Date.from(from), Date.from(from.plus(LIFETIME)), subject, key);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            draft.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
            draft.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(keys.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new CertIOException("No key identifier", e);
        }
        return draft;
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder draft) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign a certificate of the sandbox", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no elliptic curves", e);
        }
    }

    private static String pem(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, base64);
    }
}
