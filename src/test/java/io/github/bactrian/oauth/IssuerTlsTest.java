package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bactrian.SettingException;
import io.github.bactrian.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to an issuer that does not come about: the failure names profile, host and the key to set. */
class IssuerTlsTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority.Credential SERVER = AUTHORITY.issue("localhost");
    private static final TestAuthority.Credential CLIENT = AUTHORITY.issue("client");

    private final CamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path directory;

    private Path caFile;

    @BeforeEach
    void writeCaFile() throws Exception {
        caFile = AUTHORITY.caFile(directory.resolve("ca.pem"));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private OAuthProfile profile(String authority, String... more) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "oauth.kc.type", "oidc",
                "oauth.kc.token-endpoint", "https://" + authority + "/token",
                "oauth.kc.client-id", "the-client",
                "oauth.kc.client-secret", "s3cr3t",
                "oauth.kc.hosts", "https://api.test"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put("oauth.kc." + more[i], more[i + 1]);
        }
        return OAuth.install(camel, properties).profiles().iterator().next();
    }

    private static TokenException failure(OAuthProfile profile) {
        return catchThrowableOfType(TokenException.class, () -> profile.token(""));
    }

    private String clientFile() throws Exception {
        return Files.writeString(directory.resolve("client.pem"), CLIENT.keyPem() + CLIENT.certificatePem())
                .toString();
    }

    @Test
    void anAuthorityOfOnesOwnIsNamedWithTheKeyToSet() throws Exception {
        try (TlsServer server = new TlsServer(SERVER, null, "TLSv1.3")) {
            TokenException failure = failure(profile(server.authority()));
            assertThat(failure)
                    .hasMessageContainingAll(
                            "the certificate of " + server.authority(),
                            "no authority that is trusted",
                            "oauth.kc.ca-file",
                            "unable to find valid certification path");
            assertThat(failure.needsAction()).isTrue();
            assertThat(profile(server.authority(), "ca-file", caFile.toString()).token(""))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientCertificateThatIsAskedForIsNamedWithTheKeyToSet(String protocol) throws Exception {
        try (TlsServer server = new TlsServer(SERVER, caFile, protocol)) {
            TokenException failure = failure(profile(server.authority(), "ca-file", caFile.toString()));
            assertThat(failure)
                    .hasMessageContainingAll(
                            server.authority(), "client certificate (mutual TLS)", "oauth.kc.tls-certificate");
            assertThat(server.requests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientCertificateIsShownToAnIssuerThatAsksForIt(String protocol) throws Exception {
        try (TlsServer server = new TlsServer(SERVER, caFile, protocol)) {
            OAuthProfile profile =
                    profile(server.authority(), "ca-file", caFile.toString(), "tls-certificate", clientFile());
            assertThat(profile.token("").value()).isEqualTo("x");
        }
    }

    @Test
    void aClientCertificateThatTheIssuerRefusesIsNamed() throws Exception {
        Path others = new TestAuthority().caFile(directory.resolve("others.pem"));
        try (TlsServer server = new TlsServer(SERVER, others, "TLSv1.2")) {
            TokenException failure =
                    failure(profile(server.authority(), "ca-file", caFile.toString(), "tls-certificate", clientFile()));
            assertThat(failure).hasMessageContaining("oauth.kc.tls-certificate");
        }
    }

    @Test
    void aClientCertificateThatCannotBeReadIsRefusedAtStart() throws Exception {
        assertThatThrownBy(() -> profile("127.0.0.1:1", "tls-certificate", caFile.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.kc.tls-certificate", caFile.toString(), "no private key");
    }

    @Test
    void aPortWithoutTlsIsNamed() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String authority = "127.0.0.1:" + socket.getLocalPort();
            Thread plain = new Thread(() -> answerOne(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
            plain.start();
            TokenException failure = failure(profile(authority));
            assertThat(failure).hasMessageContainingAll(authority, "does not speak TLS", "oauth.kc.token-endpoint");
            assertThat(failure.needsAction()).isTrue();
            plain.join();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNamed() throws Exception {
        try (TlsServer server = new TlsServer(SERVER, null, "TLSv1.3")) {
            String authority = server.authority().replace("127.0.0.1", "127.0.0.2");
            TokenException failure = failure(profile(authority, "ca-file", caFile.toString()));
            assertThat(failure).hasMessageContainingAll(authority, "another host's", "oauth.kc.token-endpoint");
            assertThat(failure.needsAction()).isTrue();
        }
    }

    @Test
    void aConnectionThatIsClosedInTheHandshakePasses() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> answerOne(socket, ""));
            closing.start();
            TokenException failure = failure(profile("127.0.0.1:" + socket.getLocalPort()));
            assertThat(failure.needsAction()).isFalse();
            assertThat(failure).hasMessageContaining("127.0.0.1:" + socket.getLocalPort());
            closing.join();
        }
    }

    private static void answerOne(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
