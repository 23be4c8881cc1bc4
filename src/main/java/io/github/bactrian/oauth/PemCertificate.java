package io.github.bactrian.oauth;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** The blocks of a PEM file: one private key (PKCS#8 or PKCS#1, encrypted or not), its certificate, and others' in any order. */
final class PemCertificate {

    private final List<X509Certificate> certificates = new ArrayList<>();
    private final char[] password;
    private @Nullable PrivateKey key;

    private PemCertificate(char[] password) {
        this.password = password;
    }

    static AppCredential.Certificate read(String place, String text, char[] password) throws GeneralSecurityException {
        PemCertificate file = new PemCertificate(password);
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                file.add(block);
            }
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException(
                    "holds a PEM block that cannot be read; check it and certificate-password", e);
        }
        PrivateKey key = file.key;
        if (key == null) {
            throw new GeneralSecurityException("holds no private key; append the key to the certificate");
        }
        return new AppCredential.Certificate(place, key, file.chain(key));
    }

    private void add(Object block) throws IOException, GeneralSecurityException {
        if (block instanceof X509CertificateHolder certificate) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
            return;
        }
        Optional<PrivateKeyInfo> found = keyInfo(block);
        if (found.isPresent()) {
            key = new JcaPEMKeyConverter().getPrivateKey(found.get());
        }
    }

    private Optional<PrivateKeyInfo> keyInfo(Object block) throws IOException, GeneralSecurityException {
        if (block instanceof PrivateKeyInfo plain) {
            return Optional.of(plain);
        }
        if (block instanceof PEMKeyPair pair) {
            return Optional.of(pair.getPrivateKeyInfo());
        }
        if (block instanceof PEMEncryptedKeyPair encrypted) {
            requirePassword();
            return Optional.of(encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password))
                    .getPrivateKeyInfo());
        }
        return block instanceof PKCS8EncryptedPrivateKeyInfo encrypted
                ? Optional.of(decrypted(encrypted))
                : Optional.empty();
    }

    private PrivateKeyInfo decrypted(PKCS8EncryptedPrivateKeyInfo encrypted) throws GeneralSecurityException {
        requirePassword();
        try {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(password));
        } catch (OperatorCreationException | PKCSException e) {
            throw new GeneralSecurityException("has a private key that certificate-password does not open", e);
        }
    }

    private void requirePassword() throws GeneralSecurityException {
        if (password.length == 0) {
            throw new GeneralSecurityException("has an encrypted private key; give certificate-password");
        }
    }

    /** The key's certificate, then each one's issuer, as far as the file has them. */
    private List<X509Certificate> chain(PrivateKey key) throws GeneralSecurityException {
        List<X509Certificate> left = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate next = of(key); next != null; next = issuerOf(next, left)) {
            left.remove(next);
            chain.add(next);
        }
        return List.copyOf(chain);
    }

    private static @Nullable X509Certificate issuerOf(X509Certificate certificate, List<X509Certificate> among) {
        return among.stream()
                .filter(other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst()
                .orElse(null);
    }

    private X509Certificate of(PrivateKey key) throws GeneralSecurityException {
        for (X509Certificate certificate : certificates) {
            if (belong(key, certificate)) {
                return certificate;
            }
        }
        throw new GeneralSecurityException("holds no certificate for its private key");
    }

    private static boolean belong(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        if (!List.of("RSA", "EC").contains(key.getAlgorithm())) {
            throw new GeneralSecurityException(
                    "has a private key of the kind " + key.getAlgorithm() + "; use an RSA or an EC key");
        }
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update((byte) 1);
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update((byte) 1);
        return verifier.verify(signer.sign());
    }
}
