package io.github.bactrian.oauth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in the certificate authorities of a PEM file, and in the usual ones. */
public final class CaFile {

    private CaFile() {}

    /**
     * Trust in the file's certificates only.
     *
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it holds no certificates
     */
    public static X509ExtendedTrustManager only(Path pem) throws IOException, GeneralSecurityException {
        return manager(store(certificates(pem)));
    }

    /**
     * Trust in the certificate authorities of this Java runtime.
     *
     * @throws GeneralSecurityException if it has none
     */
    public static X509ExtendedTrustManager usual() throws GeneralSecurityException {
        return manager(null);
    }

    /**
     * Trust in the file's certificates and in the certificate authorities of this Java runtime.
     *
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it holds no certificates
     */
    public static SSLContext withUsual(Path pem) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {andUsual(pem)}, null);
        return context;
    }

    static X509ExtendedTrustManager andUsual(Path pem) throws IOException, GeneralSecurityException {
        List<Certificate> trusted = new ArrayList<>(certificates(pem));
        trusted.addAll(List.of(usual().getAcceptedIssuers()));
        return manager(store(trusted));
    }

    private static KeyStore store(Collection<? extends Certificate> trusted)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : trusted) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(pem);
        byte[] plain = TextFile.pem(bytes)
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .orElse(bytes);
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(plain));
        if (found.isEmpty()) {
            throw new GeneralSecurityException("no certificate in it");
        }
        return found;
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this Java runtime has no X.509 trust manager");
    }
}
