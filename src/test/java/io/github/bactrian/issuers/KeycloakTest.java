package io.github.bactrian.issuers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.SystemicFault;
import io.github.bactrian.http.CallUnansweredException;
import io.github.bactrian.testing.Keycloak;
import io.github.bactrian.testing.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = Keycloak.HOME, matches = ".+", disabledReason = "runs with -Pkeycloak")
class KeycloakTest {

    private static final String SECRET = "s3cr3t-&+%=: value";

    @RegisterExtension
    static final Keycloak KEYCLOAK = new Keycloak();

    @TempDir
    Path directory;

    private static Map<String, String> profile(String client, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "oauth.app.type", "oidc",
                "oauth.app.issuer", KEYCLOAK.issuer(),
                "oauth.app.client-id", client,
                "oauth.app.hosts", KEYCLOAK.url().toString(),
                "oauth.app.ca-file", KEYCLOAK.caFile().toString(),
                "oauth.app.call.ca-file", KEYCLOAK.caFile().toString()));
        more.forEach((key, value) -> properties.put("oauth.app." + key, value));
        return properties;
    }

    private static Map<String, String> through(Relay relay, String client, Map<String, String> more) {
        Map<String, String> properties = profile(client, more);
        properties.remove("oauth.app.issuer");
        properties.put(
                "oauth.app.token-endpoint",
                "https://localhost:" + relay.port() + "/realms/bactrian/protocol/openid-connect/token");
        return properties;
    }

    private static Calls calls(Map<String, String> properties) throws Exception {
        return new Calls(properties, KEYCLOAK.url() + "/admin/realms/bactrian/users");
    }

    private static String user(String name) {
        return "{\"username\": \"" + name + "\", \"enabled\": true}";
    }

    private static void createsAUser(Map<String, String> properties, String name) throws Exception {
        try (Calls calls = calls(properties)) {
            Exchange done = calls.post(user(name));
            assertThat(done.getException()).isNull();
            assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(201);
        }
        assertThat(KEYCLOAK.realm().hasUser(name)).isTrue();
    }

    @Test
    void aSecretInTheHeaderCreatesAUser() throws Exception {
        createsAUser(profile("basic-app", Map.of("client-secret", SECRET, "client-auth", "basic")), "anna");
    }

    @Test
    void aSecretInTheFormCreatesAUser() throws Exception {
        createsAUser(profile("post-app", Map.of("client-secret", SECRET, "client-auth", "post")), "bert");
    }

    @Test
    void anAssertionSignedWithACertificateCreatesAUser() throws Exception {
        Path certificate = Files.writeString(
                directory.resolve("jwt-app.pem"),
                KEYCLOAK.jwtApp().keyPem() + KEYCLOAK.jwtApp().certificatePem());
        createsAUser(
                profile("jwt-app", Map.of("certificate", certificate.toString(), "client-auth", "private-key-jwt")),
                "cleo");
    }

    @Test
    void aWrongSecretIsToldOnceAndNotTriedAgainAtOnce() throws Exception {
        try (Relay relay = new Relay(KEYCLOAK.port());
                Calls calls = calls(through(relay, "basic-app", Map.of("client-secret", "wrong-one")))) {
            Throwable first = calls.post(user("dora")).getException();
            int connections = relay.connections();
            Throwable second = calls.post(user("dora")).getException();
            assertThat(first)
                    .isInstanceOf(SystemicFault.class)
                    .hasMessageContaining("oauth.app")
                    .hasMessageContaining("Invalid client")
                    .hasMessageNotContaining("wrong-one");
            assertThat(((SystemicFault) first).needsAction()).isTrue();
            assertThat(second).hasMessage(first.getMessage());
            assertThat(relay.connections()).isEqualTo(connections);
        }
        assertThat(KEYCLOAK.realm().hasUser("dora")).isFalse();
    }

    @Test
    void callsDoNotNoticeThatTheRealmsKeysAreReplaced() throws Exception {
        try (Calls calls = calls(profile("basic-app", Map.of("client-secret", SECRET)));
                SteadyCalls steady = new SteadyCalls(number -> calls.post(user("rotation-" + number)))) {
            steady.awaitMoreDone(5);
            KEYCLOAK.realm().replaceSigningKeys();
            steady.awaitMoreDone(10);
            steady.stop();
            assertThat(steady.ended())
                    .allSatisfy(exchange -> assertThat(exchange.getException()).isNull());
            assertThat(KEYCLOAK.realm().usersNamed("rotation-"))
                    .isEqualTo(steady.ended().size());
        }
    }

    @Test
    void callsGoOnByThemselvesAfterKeycloakWasAway() throws Exception {
        try (Relay relay = new Relay(KEYCLOAK.port());
                Calls calls = calls(through(relay, "brief-app", Map.of("client-secret", SECRET)));
                SteadyCalls steady = new SteadyCalls(number -> calls.post(user("outage-" + number)))) {
            steady.awaitMoreDone(5);
            KEYCLOAK.stop();
            int before = steady.ended().size();
            int connections = relay.connections();
            Instant start = Instant.now().plusSeconds(10);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now()
                    .isAfter(start));
            List<Exchange> whileAway = steady.endedSince(before + 1);
            int attempts = relay.connections() - connections;
            KEYCLOAK.start();
            steady.awaitMoreDone(5);
            steady.stop();

            assertThat(whileAway).isNotEmpty().allSatisfy(KeycloakTest::isHeldUntilItPasses);
            assertThat(attempts).as("token requests in ten seconds").isBetween(1, 6);
            assertThat(steady.ended()).extracting(Exchange::getException).allSatisfy(KeycloakTest::isNobodysFault);
        }
    }

    private static void isHeldUntilItPasses(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(SystemicFault.class);
        assertThat(((SystemicFault) exchange.getException()).needsAction())
                .as(exchange.getException().getMessage())
                .isFalse();
    }

    /** A call on the wire when Keycloak goes down has no answer, or a server error. */
    private static void isNobodysFault(Exception failure) {
        if (failure instanceof HttpOperationFailedException answer) {
            assertThat(answer.getStatusCode()).isGreaterThanOrEqualTo(500);
        } else if (failure != null) {
            assertThat(failure).isInstanceOfAny(SystemicFault.class, CallUnansweredException.class);
        }
    }
}
