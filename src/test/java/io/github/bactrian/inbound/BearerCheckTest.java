package io.github.bactrian.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of the sandbox's issuer, for itself and for others. */
class BearerCheckTest {

    private static final String US = "api://us";
    private static final String OTHERS = "api://others";

    @TempDir
    private static Path directory;

    private static Sandbox sandbox;

    private final CamelContext camel = new DefaultCamelContext();
    private final BearerCheck check = new BearerCheck();
    private final List<Exchange> admitted = new ArrayList<>();

    @BeforeAll
    static void open() {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withResources(US, OTHERS));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @BeforeEach
    void start() throws Exception {
        check.setIssuer(sandbox.oidcIssuer().toString());
        check.setAudience(US);
        check.setRole("User.ReadWrite.All");
        check.setCaFile(sandbox.caFile().toString());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").process(check).process(exchange -> admitted.add(exchange.copy()));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static String token(String audience) throws Exception {
        return token(sandbox, audience);
    }

    static String token(Sandbox sandbox, String audience) throws Exception {
        CamelContext caller = new DefaultCamelContext();
        try {
            OAuth oauth = OAuth.install(
                    caller,
                    Map.of(
                            "oauth.caller.type", "oidc",
                            "oauth.caller.issuer", sandbox.oidcIssuer().toString(),
                            "oauth.caller.client-id", sandbox.app().clientId(),
                            "oauth.caller.client-secret", sandbox.app().clientSecret(),
                            "oauth.caller.audience", audience,
                            "oauth.caller.ca-file", sandbox.caFile().toString(),
                            "oauth.caller.hosts", "https://us.test"));
            return oauth.profiles().iterator().next().token("").value();
        } finally {
            caller.stop();
        }
    }

    private Exchange call(String authorization) {
        return camel.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setHeader("Authorization", authorization));
    }

    private static int status(Exchange answered) {
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, int.class);
    }

    @Test
    void aCallerWithATokenForUsPassesWithoutIt() throws Exception {
        call("Bearer " + token(US));

        assertThat(admitted).singleElement().satisfies(exchange -> {
            assertThat(exchange.getMessage().getHeader("Authorization")).isNull();
            assertThat(exchange.getProperty(BearerCheck.CALLER_PROPERTY))
                    .isEqualTo(sandbox.app().clientId());
        });
    }

    @Test
    void aTokenForSomebodyElseIsRefused() throws Exception {
        Exchange refused = call("Bearer " + token(OTHERS));

        assertThat(status(refused)).isEqualTo(401);
        assertThat(refused.getMessage().getHeader("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(admitted).isEmpty();
    }

    @Test
    void aTokenThatWasTamperedWithIsRefused() throws Exception {
        String token = token(US);
        int last = token.lastIndexOf('.');

        assertThat(status(call("Bearer " + token.substring(0, last + 1) + "AAAA")))
                .isEqualTo(401);
        assertThat(status(call("Bearer eyJhbGciOiJub25lIn0" + token.substring(token.indexOf('.'), last + 1))))
                .isEqualTo(401);
        assertThat(admitted).isEmpty();
    }

    @Test
    void aTokenWithoutTheRoleIsForbidden() throws Exception {
        check.setRole("Directory.Rule");

        assertThat(status(call("Bearer " + token(US)))).isEqualTo(403);
        assertThat(admitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dXNlcjpwdw==", "Bearer not-a-token"})
    void whoeverShowsNoTokenIsRefused(String authorization) {
        assertThat(status(call(authorization))).isEqualTo(401);
        assertThat(admitted).isEmpty();
    }

    @Test
    void nobodyIsLetInWhileTheKeysCannotBeRead() throws Exception {
        String token = token(US);
        check.setIssuer("https://localhost:1/oidc");

        assertThat(status(call("Bearer " + token))).isEqualTo(503);
        assertThat(admitted).isEmpty();
    }

    @Test
    void keysDoNotComeOverAnOpenLine() {
        assertThatThrownBy(() -> check.setIssuer("http://issuer.test"))
                .hasMessage("issuer = http://issuer.test: write its https address");
    }
}
