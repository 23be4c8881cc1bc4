package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolesAtStartTest {
    private static final TestIssuer ISSUER = new TestIssuer();

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
        ISSUER.reset();
    }

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    @Test
    void aMissingRoleKeepsTheContextFromStartingAndNamesTheConsent() {
        install("required-roles", "User.ReadWrite.All");

        assertThatThrownBy(context::start)
                .hasStackTraceContaining("lacks the app roles User.ReadWrite.All")
                .hasStackTraceContaining("/adminconsent?client_id=the-client");
        assertThat(context.isStarted()).isFalse();
    }

    @Test
    void anIssuerThatIsDownKeepsNothingFromStarting() {
        ISSUER.answers(TestIssuer.error(503, "temporarily_unavailable", "later"));
        install("required-roles", "User.ReadWrite.All");

        context.start();

        assertThat(context.isStarted()).isTrue();
    }

    @Test
    void aProfileWithoutRequiredRolesAsksForNoTokenAtStart() {
        install("timeout", "5s");

        context.start();

        assertThat(ISSUER.requests()).isEmpty();
    }

    private void install(String key, String value) {
        Map<String, String> profile = ISSUER.profile("api", "https://api.test");
        profile.put("oauth.api." + key, value);
        OAuth.install(context, profile);
    }
}
