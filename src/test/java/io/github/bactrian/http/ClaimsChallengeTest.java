package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Continuous access evaluation from end to end: an API that challenges, and an issuer that heeds the challenge. */
class ClaimsChallengeTest {

    private static final String REVOKED = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";

    @TempDir
    private Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory));
        OAuth.install(
                camel,
                Map.of(
                        "oauth.graph.tenant-id", sandbox.app().tenantId(),
                        "oauth.graph.client-id", sandbox.app().clientId(),
                        "oauth.graph.client-secret", sandbox.app().clientSecret(),
                        "oauth.graph.scope", sandbox.resource() + "/.default",
                        "oauth.graph.authority-host", sandbox.issuer().toString(),
                        "oauth.graph.ca-file", sandbox.caFile().toString(),
                        "oauth.graph.hosts",
                                "http://127.0.0.1:" + sandbox.directory().getPort()));
        AuthorizedHttp.install(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:users")
                        .process("oauth.graph")
                        .to(sandbox.directory() + "/users?throwExceptionOnFailure=false");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        sandbox.close();
    }

    @Test
    void aChallengeIsMetOnceAndTheNewTokenServesOn() {
        assertThat(status()).isEqualTo(200);
        sandbox.demandClaims(REVOKED);

        assertThat(status()).isEqualTo(200);
        assertThat(status()).isEqualTo(200);

        assertThat(sandbox.stats().tokensIssued()).isEqualTo(2);
    }

    @Test
    void aRevokedTokenIsRenewedWithoutAChallenge() {
        assertThat(status()).isEqualTo(200);
        sandbox.revokeTokens();

        assertThat(status()).isEqualTo(200);

        assertThat(sandbox.stats().tokensIssued()).isEqualTo(2);
    }

    private int status() {
        Exchange answered = camel.createProducerTemplate().request("direct:users", exchange -> {});
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, int.class);
    }
}
