package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.oauth.TlsServer;
import io.github.bactrian.testing.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to an API that does not come about: the failure names profile, host and the key to set. */
class ApiTlsTest {

    @RegisterExtension
    static final World world = new World();

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority.Credential SERVER = AUTHORITY.issue("localhost");

    @TempDir
    private Path directory;

    private Path caFile;

    @BeforeEach
    void writeCaFile() throws Exception {
        caFile = AUTHORITY.caFile(directory.resolve("ca.pem"));
    }

    private Exception failure(TlsServer api, String profile, Map<String, String> settings) {
        return failure(api.url(), profile, settings);
    }

    private Exception failure(String url, String profile, Map<String, String> settings) {
        world.start(settings, context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process(profile).process(World.callTarget("?httpMethod=GET"));
            }
        });
        Exchange done = world.template()
                .send("direct:call", exchange -> exchange.getMessage().setHeader("target", url + "/users"));
        return done.getException();
    }

    private Map<String, String> trusting(TlsServer api) {
        Map<String, String> settings = new HashMap<>();
        settings.put("hosts", api.url());
        settings.put("call.ca-file", caFile.toString());
        return settings;
    }

    @Test
    void anAuthorityOfOnesOwnIsNamedWithTheKeyToSet() throws Exception {
        try (TlsServer api = new TlsServer(SERVER, null, "TLSv1.3")) {
            assertThat(failure(api, "oauth.graph", Map.of("hosts", api.url())))
                    .isInstanceOf(CallNotSentException.class)
                    .hasMessageContainingAll(
                            "the certificate of " + api.authority(), "no authority", "oauth.graph.call.ca-file names")
                    .matches(failure -> ((CallNotSentException) failure).needsAction());
            assertThat(failure(api, "oauth.graph", trusting(api))).isNull();
        }
    }

    @Test
    void aHostThatIsNotTheProfilesIsNamedToo() throws Exception {
        try (TlsServer api = new TlsServer(SERVER, null, "TLSv1.3")) {
            assertThat(failure(api, "oauth.graph", Map.of("call.ca-file", caFile.toString())))
                    .hasMessageContainingAll(api.authority(), "oauth.graph.call.ca-file", "oauth.graph.hosts");
        }
    }

    @Test
    void aClientCertificateThatIsAskedForIsNamedWithTheKeyToSet() throws Exception {
        try (TlsServer api = new TlsServer(SERVER, caFile, "TLSv1.2")) {
            assertThat(failure(api, "oauth.graph", trusting(api)))
                    .hasMessageContainingAll(api.authority(), "client certificate (mutual TLS)", "camel.ssl.key-store");
            assertThat(api.requests()).isZero();
        }
    }

    /** With TLS 1.3 the client is through with its part, and sends, before the server has looked. */
    @Test
    void aClientCertificateThatIsMissedAfterTheHandshakeIsNamedToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "https://127.0.0.1:" + server.getLocalPort();
            Thread refusing = new Thread(() -> refuseOne(server));
            refusing.start();
            Exception failure = failure(url, "oauth.graph", Map.of("hosts", url, "call.ca-file", caFile.toString()));
            assertThat(failure).hasMessageContainingAll(url, "client certificate (mutual TLS)", "camel.ssl.key-store");
            refusing.join();
        }
    }

    /** Tells why, and does not close before the client has read it. */
    private void refuseOne(ServerSocket server) {
        try (Socket client = server.accept()) {
            SSLSocket tls = (SSLSocket)
                    TlsServer.context(SERVER, caFile).getSocketFactory().createSocket(client, null, false);
            tls.setNeedClientAuth(true);
            assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLException.class);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNamed() throws Exception {
        try (TlsServer api = new TlsServer(SERVER, null, "TLSv1.3")) {
            Map<String, String> settings = trusting(api);
            settings.put("hosts", api.url().replace("127.0.0.1", "127.0.0.2"));
            assertThat(failureElsewhere(api, settings))
                    .isInstanceOf(CallNotSentException.class)
                    .hasMessageContainingAll("127.0.0.2", "another host's");
        }
    }

    private Exception failureElsewhere(TlsServer api, Map<String, String> settings) {
        failure(api, "oauth.graph", settings);
        return world.template()
                .send("direct:call", exchange -> exchange.getMessage()
                        .setHeader("target", api.url().replace("127.0.0.1", "127.0.0.2") + "/users"))
                .getException();
    }

    /** {@code docs/certificates.md}. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theKeysInTheDocsShowTheApiAClientCertificate(String protocol) throws Exception {
        Path client = AUTHORITY.issue("client").pkcs12(directory.resolve("api.p12"), "secret");
        Path trust = trustStore(directory.resolve("trust.p12"));
        Main main = new Main();
        main.addInitialProperty("camel.ssl.enabled", "true");
        main.addInitialProperty("camel.ssl.key-store", "file:" + client);
        main.addInitialProperty("camel.ssl.keystore-password", "secret");
        main.addInitialProperty("camel.ssl.trust-store", "file:" + trust);
        main.addInitialProperty("camel.ssl.trust-store-password", "secret");
        main.addInitialProperty("camel.component.https.use-global-ssl-context-parameters", "true");
        try (TlsServer api = new TlsServer(SERVER, caFile, protocol)) {
            main.start();
            AuthorizedHttp.install(main.getCamelContext());
            String answer = main.getCamelTemplate().requestBody(api.url() + "/users", null, String.class);
            assertThat(answer).contains("access_token");
        } finally {
            main.stop();
        }
    }

    private Path trustStore(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(caFile);
                OutputStream out = Files.newOutputStream(file)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            store.store(out, "secret".toCharArray());
        }
        return file;
    }
}
