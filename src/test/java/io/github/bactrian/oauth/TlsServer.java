package io.github.bactrian.oauth;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.bactrian.testing.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An HTTPS server on loopback that answers each POST with a token, and may ask for a client certificate. */
public final class TlsServer implements AutoCloseable {

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param own what the server shows
     * @param clients the authority whose certificates it asks for, PEM; null: it asks for none
     * @param protocol such as {@code TLSv1.3}
     */
    public TlsServer(TestAuthority.Credential own, @Nullable Path clients, String protocol)
            throws IOException, GeneralSecurityException {
        SSLContext context = context(own, clients);
        server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setProtocols(new String[] {protocol});
                tls.setNeedClientAuth(clients != null);
                parameters.setSSLParameters(tls);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"access_token\":\"x\",\"expires_in\":300}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /**
     * Returns what a server of this kind speaks TLS with.
     *
     * @param clients the authority whose certificates are taken; null: none
     */
    public static SSLContext context(TestAuthority.Credential own, @Nullable Path clients)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], new Certificate[] {own.certificate()});
        keys.init(store, new char[0]);
        TrustManager[] trust = clients == null ? null : new TrustManager[] {CaFile.only(clients)};
        context.init(keys.getKeyManagers(), trust, null);
        return context;
    }

    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url() {
        return "https://" + authority();
    }

    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
