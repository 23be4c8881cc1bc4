package io.github.bactrian.oauth;

import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that an app proves itself with, vouched for by a second one, in the formats that people keep it in. */
final class AppCertificate {

    final X509Certificate leaf;
    final X509Certificate authority;
    private final KeyPair keys;

    /** One that lasts from now on. */
    static AppCertificate lasting(Duration life) {
        return new AppCertificate(Instant.now().plus(life));
    }

    AppCertificate(Instant expires) {
        this("RSA", 2048, expires);
    }

    AppCertificate(String algorithm, int bits, Instant expires) {
        try {
            KeyPair root = keys("RSA", 2048);
            keys = keys(algorithm, bits);
            authority = signed(root.getPrivate(), "CN=authority", root, "CN=authority", expires);
            leaf = signed(root.getPrivate(), "CN=authority", keys, "CN=app", expires);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    @SuppressWarnings("JavaUtilDate")
    private static X509Certificate signed(PrivateKey signer, String issuer, KeyPair keys, String name, Instant expires)
            throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name(issuer),
                                BigInteger.valueOf(System.nanoTime()),
                                Date.from(expires.minus(Duration.ofDays(400))),
                                Date.from(expires),
                                new X500Name(name),
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)));
    }

    /** The authority first, as nobody promised an order. */
    Path pkcs8(Path file) throws Exception {
        return Files.writeString(
                file,
                pem(authority)
                        + pem(leaf)
                        + block("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    Path pkcs1(Path file) throws Exception {
        byte[] inner = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        return Files.writeString(file, block("RSA PRIVATE KEY", inner) + pem(leaf) + pem(authority));
    }

    Path encryptedPkcs8(Path file, String password) throws Exception {
        OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword(password.toCharArray())
                .build();
        return Files.writeString(
                file, pem(leaf) + pem(authority) + pem(new JcaPKCS8Generator(keys.getPrivate(), encryptor)));
    }

    /** @param password empty for none */
    Path pkcs12(Path file, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12", new BouncyCastleProvider());
        store.load(null, null);
        store.setKeyEntry("app", keys.getPrivate(), null, new X509Certificate[] {leaf, authority});
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    /** Without its key. */
    Path publicPart(Path file) throws Exception {
        return Files.writeString(file, pem(leaf));
    }

    private static String block(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    private static String pem(Object part) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(part);
        }
        return text.toString();
    }
}
