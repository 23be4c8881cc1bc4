package io.github.bactrian.sandbox;

import static io.github.bactrian.sandbox.SandboxClient.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

    @TempDir
    Path directory;

    @Test
    void aPortInUseIsNamedWithItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SandboxSettings settings = SandboxSettings.in(directory).withPorts(0, taken.getLocalPort());

            assertThatThrownBy(() -> Sandbox.start(settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("directoryPort");
        }
    }

    @Test
    void theCaFileHoldsACertificateAndNoKey() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("new/one")))) {
            assertThat(sandbox.caFile()).isEqualTo(directory.resolve("new/one/sandbox-ca.pem"));
            assertThat(Files.readString(sandbox.caFile()))
                    .contains("BEGIN CERTIFICATE")
                    .doesNotContain("PRIVATE");
            assertThat(sandbox.caFile().getParent()).isDirectoryNotContaining("glob:**.tmp");
        }
    }

    @Test
    void theCertificateIsGoodForAddressAndName() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory))) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(SandboxClient.trusting(sandbox))
                    .build();
            for (String host : new String[] {"localhost", "127.0.0.1"}) {
                URI page =
                        URI.create("https://" + host + ":" + sandbox.issuer().getPort() + "/common/discovery/instance");

                assertThat(client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void onlyLoopbackListens() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory))) {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : network.inetAddresses().toList()) {
                    if (!address.isLoopbackAddress()) {
                        assertThatThrownBy(() ->
                                        new Socket(address, sandbox.directory().getPort()).close())
                                .isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    @Test
    void aQueryThatIsNoQueryIsAnswered() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), sandbox.directory().getPort())) {
            String request = "GET /v1.0/users?x=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aFixedPortIsFreeAgainAfterClosing() throws Exception {
        int port;
        try (Sandbox first = Sandbox.start(SandboxSettings.in(directory))) {
            port = first.directory().getPort();
        }
        try (Sandbox second = Sandbox.start(SandboxSettings.in(directory).withPorts(0, port))) {
            assertThat(second.directory()).isEqualTo(URI.create("http://127.0.0.1:" + port + "/v1.0"));
        }
    }

    @Test
    void anotherResourceMayBeServed() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory).withResources("api://people"))) {
            SandboxClient client = new SandboxClient(sandbox);

            assertThat(client.create(user("ada@contoso.example"), client.token())
                            .status())
                    .isEqualTo(201);
            assertThat(client.askToken(Map.of(
                                    "grant_type",
                                    "client_credentials",
                                    "client_id",
                                    sandbox.app().clientId(),
                                    "client_secret",
                                    sandbox.app().clientSecret(),
                                    "scope",
                                    "https://graph.microsoft.com/.default"))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        SandboxSettings settings = SandboxSettings.in(directory);

        assertThatThrownBy(() -> settings.withPorts(70000, 0)).hasMessageContaining("issuerPort is 70000");
        assertThatThrownBy(() -> settings.withPorts(8443, 8443)).hasMessageContaining("both 8443");
        assertThatThrownBy(() -> settings.withTokenLifetime(Duration.ZERO)).hasMessageContaining("tokenLifetime");
        assertThatThrownBy(() -> settings.withApps()).hasMessageContaining("app registration");
        assertThatThrownBy(() -> settings.withResources(" ")).hasMessageContaining("resource");
    }

    @Test
    void anAppRegistrationHidesItsSecret() {
        assertThat(AppRegistration.DEFAULT.toString()).doesNotContain(AppRegistration.DEFAULT.clientSecret());
    }
}
