package io.github.bactrian.issuers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.SystemicFault;
import io.github.bactrian.testing.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosedConnectionTest {

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aBalancerWithNoIssuerBehindItIsAFaultThatPasses() throws Exception {
        try (Relay balancer = new Relay(portOfNobody());
                Calls calls = new Calls(
                        Map.of(
                                "oauth.app.tenant-id", "11111111-2222-3333-4444-555555555555",
                                "oauth.app.client-id", "the-client",
                                "oauth.app.client-secret", "the-secret",
                                "oauth.app.scope", "https://api.test/.default",
                                "oauth.app.authority-host", "https://localhost:" + balancer.port(),
                                "oauth.app.hosts", "https://api.test"),
                        "https://api.test/users")) {
            Throwable failure = calls.post("{}").getException();
            assertThat(failure)
                    .isInstanceOf(SystemicFault.class)
                    .hasMessageContaining("ended the connection before TLS was established");
            assertThat(((SystemicFault) failure).needsAction()).isFalse();
            assertThat(balancer.connections()).isEqualTo(1);
        }
    }
}
