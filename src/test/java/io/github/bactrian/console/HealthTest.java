package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.testing.AppCertificate;
import io.github.bactrian.testing.SmallDisk;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check, by breaking what it looks at. */
class HealthTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void aDaemonAtRestIsWellAndOneThatGetsNoTokenIsNotReadyButAlive() throws Exception {
        try (WatchedDaemon daemon = new WatchedDaemon(directory)) {
            assertThat(daemon.get("/observe/health").statusCode()).isEqualTo(200);
            assertThat(status(daemon, "bactrian-issuer")).isEqualTo("UP");
            daemon.sandbox()
                    .faults()
                    .add(Fault.on("POST", "/*/oauth2/v2.0/token").drop());

            daemon.drop("users.csv", WatchedDaemon.rows(1));

            soon().untilAsserted(
                            () -> assertThat(message(daemon, "bactrian-issuer")).contains("oauth.graph"));
            assertThat(daemon.get("/observe/health/ready").statusCode()).isEqualTo(503);
            assertThat(daemon.get("/observe/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aLedgerThatAnotherProcessHoldsIsDownUntilItIsFree() throws Exception {
        try (WatchedDaemon daemon = new WatchedDaemon(directory)) {
            assertThat(status(daemon, "bactrian-ledger")).isEqualTo("UP");
            Path ledger = daemon.home().resolve("data/ledger.db");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + ledger)) {
                other.createStatement().execute("BEGIN IMMEDIATE");

                assertThat(message(daemon, "bactrian-ledger")).contains(ledger.toString(), "another process holds it");
                assertThat(daemon.scrape().sum("bactrian_health", Map.of("check", "bactrian-ledger")))
                        .isZero();
            }
            soon().untilAsserted(
                            () -> assertThat(status(daemon, "bactrian-ledger")).isEqualTo("UP"));
        }
    }

    @Test
    void aFullDiskIsReported() throws Exception {
        assumeTrue(SmallDisk.isPossible(directory.resolve("probe")), "needs the right to mount");
        Path data = directory.resolve("home/data");
        try (SmallDisk disk = SmallDisk.mount(data, 4096);
                WatchedDaemon daemon = new WatchedDaemon(directory, "bactrian.console.least-disk = 1")) {
            assertThat(status(daemon, "bactrian-disk")).isEqualTo("UP");

            disk.fill();

            assertThat(message(daemon, "bactrian-disk")).contains("0 MiB left", "bactrian.console.least-disk");
            disk.free();
            soon().untilAsserted(() ->
                    assertThat(daemon.get("/observe/health").statusCode()).isEqualTo(200));
        }
    }

    @Test
    void aJobWithoutProgressIsSaidAndOneThatIsPausedIsNot() throws Exception {
        try (WatchedDaemon daemon = new WatchedDaemon(directory, "bactrian.console.stuck-after = 3s")) {
            daemon.sandbox().faults().add(Fault.on("POST", "/v1.0/users").delay(Duration.ofMinutes(2)));

            daemon.drop("users.csv", WatchedDaemon.rows(20));

            soon().untilAsserted(() ->
                    assertThat(message(daemon, "bactrian-jobs")).contains("import:users, job ", "jobs stop"));
        }
    }

    @Test
    void aCertificateThatEndsWithinAWeekIsSaid() throws Exception {
        Path certificate =
                AppCertificate.validFor(Duration.ofDays(3)).store(directory.resolve("app.p12"), "for-the-test");
        try (WatchedDaemon daemon = new WatchedDaemon(
                directory,
                "oauth.other.tenant-id = 22222222-2222-2222-2222-222222222222",
                "oauth.other.client-id = other",
                "oauth.other.scope = https://graph.microsoft.com/.default",
                "oauth.other.certificate = " + certificate,
                "oauth.other.certificate-password = for-the-test")) {

            assertThat(message(daemon, "bactrian-credential")).contains("oauth.other", "2 days left");
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40));
    }

    private static String status(WatchedDaemon daemon, String name) throws Exception {
        return check(daemon, name).path("status").asText();
    }

    /** What a check says that is down. */
    private static String message(WatchedDaemon daemon, String name) throws Exception {
        JsonNode check = check(daemon, name);
        assertThat(check.path("status").asText()).isEqualTo("DOWN");
        return check.path("message").asText();
    }

    private static JsonNode check(WatchedDaemon daemon, String name) throws Exception {
        HttpResponse<String> answer = daemon.get("/observe/health");
        for (JsonNode check : JSON.readTree(answer.body()).path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("there is no check " + name + " in " + answer.body());
    }
}
