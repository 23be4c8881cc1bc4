package io.github.bactrian.oauth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** A certificate with its private key, as PEM or PKCS#12. */
final class CertificateFile {

    private CertificateFile() {}

    /**
     * @param password null if there is none
     * @throws GeneralSecurityException whose message says what is wrong with the file, as a clause after its name
     */
    static AppCredential.Certificate read(Path file, @Nullable String password)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        char[] letters = password == null ? new char[0] : password.toCharArray();
        Optional<String> pem = TextFile.pem(bytes);
        return pem.isPresent()
                ? PemCertificate.read(file.toString(), pem.get(), letters)
                : pkcs12(file.toString(), bytes, letters);
    }

    /** Bouncy Castle reads what this Java does not: files without a password, and keys that are not encrypted. */
    private static AppCredential.Certificate pkcs12(String place, byte[] bytes, char[] password)
            throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12", new BouncyCastleProvider());
        try {
            store.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException(
                    "is neither PEM nor PKCS#12, or certificate-password does not open it", e);
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof PrivateKey key && store.getCertificateChain(alias) != null) {
                return new AppCredential.Certificate(place, own(key), own(store.getCertificateChain(alias)));
            }
        }
        throw new GeneralSecurityException("holds no private key with its certificate");
    }

    private static PrivateKey own(PrivateKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance(key.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    private static List<X509Certificate> own(Certificate[] chain) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> own = new ArrayList<>();
        for (Certificate certificate : chain) {
            own.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
        }
        return List.copyOf(own);
    }
}
