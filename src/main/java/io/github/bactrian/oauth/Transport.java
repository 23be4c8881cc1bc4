package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The way to the issuer.
 *
 * @param caFile PEM certificates that the issuer's certificate may also be signed by; null: the usual ones only
 * @param certificate shown to an issuer that asks for one; null: none
 * @param proxy null: what the Java runtime is told by its system properties
 * @param timeout for the whole request
 * @param direct past every proxy
 */
record Transport(
        @Nullable Path caFile,
        AppCredential.@Nullable Certificate certificate,
        @Nullable URI proxy,
        Duration timeout,
        boolean direct) {

    static final String TLS_CERTIFICATE = "tls-certificate";
    static final String TLS_PASSWORD = "tls-certificate-password";

    static Transport read(Settings settings) {
        return new Transport(
                settings.file("ca-file").orElse(null),
                certificate(settings),
                settings.origin("proxy", Set.of("http")).orElse(null),
                timeout(settings),
                false);
    }

    /** To an issuer on or beside this machine. */
    static Transport direct(Settings settings) {
        return new Transport(null, null, null, timeout(settings), true);
    }

    private static AppCredential.@Nullable Certificate certificate(Settings settings) {
        Path file = settings.file(TLS_CERTIFICATE).orElse(null);
        if (file == null) {
            return null;
        }
        try {
            return CertificateFile.read(file, settings.raw(TLS_PASSWORD).orElse(null));
        } catch (IOException | GeneralSecurityException e) {
            throw settings.problem(TLS_CERTIFICATE, String.valueOf(e.getMessage()));
        }
    }

    private static Duration timeout(Settings settings) {
        return settings.duration("timeout", Duration.ofSeconds(15));
    }

    HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        if (caFile != null || certificate != null) {
            client.sslContext(tls());
        }
        if (proxy != null) {
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), port)));
        }
        if (direct) {
            client.proxy(HttpClient.Builder.NO_PROXY);
        }
        return client.build();
    }

    private SSLContext tls() throws IOException, GeneralSecurityException {
        TrustManager trust = caFile == null ? CaFile.usual() : CaFile.andUsual(caFile);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate == null ? null : keys(certificate), new TrustManager[] {trust}, null);
        return context;
    }

    private static KeyManager[] keys(AppCredential.Certificate certificate)
            throws IOException, GeneralSecurityException {
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("app", certificate.key(), none, certificate.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }
}
