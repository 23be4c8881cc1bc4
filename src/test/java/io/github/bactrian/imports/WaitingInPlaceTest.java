package io.github.bactrian.imports;

import static io.github.bactrian.imports.RawApi.answer;
import static io.github.bactrian.imports.RawApi.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.http.Time;
import io.github.bactrian.testing.DaemonProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row whose first call took effect waits where it is, whatever its next call waits for. */
class WaitingInPlaceTest {
    private static final String FIRST =
            "- setBody: { constant: x }\n- to: { uri: \"%s/users\", parameters: { httpMethod: POST } }\n";
    private static final String SECOND =
            "- setBody: { constant: x }\n- to: { uri: \"%s/members\", parameters: { httpMethod: POST } }\n";
    private static final byte[] LATER = answer(429, "Retry-After: 600\nContent-Length: 0", "");
    private static final byte[] MUCH_LATER = answer(429, "Retry-After: 36000\nContent-Length: 0", "");

    /** Passes a thousand times as fast as that of the machine. */
    private static final Time FAST = new Time() {
        private final long begun = System.nanoTime();

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos((System.nanoTime() - begun) * 1000);
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the caller loops
        public void await(Lock held, Condition changed, Duration atMost) throws InterruptedException {
            boolean ignored = changed.await(atMost.toNanos() / 1000 + 1, TimeUnit.NANOSECONDS);
        }
    };

    @TempDir
    Path home;

    private RawApi api;

    @BeforeEach
    void start() throws IOException {
        api = new RawApi().answering("POST /users", ok(201)).answering("PUT /users", ok(200));
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
    }

    @Test
    void aRowThatIsThrottledForLongerThanACallMayWaitResumesWithItsNextCall() throws Exception {
        api.answering("POST /members", LATER, ok(201), ok(201), ok(201), LATER, ok(201));
        try (RunningImport users = running(FAST, FIRST + SECOND, "parallel: 4")) {
            users.drop("new.csv", OutcomesTest.rows(40));

            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(40);
            assertThat(Collections.frequency(api.requests(), "POST /users")).isEqualTo(40);
            assertThat(Collections.frequency(api.requests(), "POST /members")).isGreaterThan(41);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 503})
    void soDoesOneThatIsRefusedUnprocessedForAnotherReasonHoweverOften(int status) throws Exception {
        byte[] refusal = answer(status, "Retry-After: 5\nContent-Length: 0", "");
        api.answering("POST /members", refusal, refusal, refusal, refusal, refusal, refusal, refusal, ok(201));
        try (RunningImport users = running(FAST, FIRST + SECOND)) {
            users.drop("new.csv", OutcomesTest.rows(1));

            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(1);
            assertThat(Collections.frequency(api.requests(), "POST /users")).isEqualTo(1);
        }
    }

    @Test
    void soDoesOneThatCannotConnect() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String second = SECOND.replace("%s", "http://127.0.0.1:" + port);
        try (RunningImport users = running(FAST, FIRST + second)) {
            users.drop("new.csv", OutcomesTest.rows(1));
            await().until(() -> api.requests().size() == 1);
            await().during(Duration.ofMillis(300))
                    .until(() -> users.find("done", "new.csv.receipt.json").isEmpty());

            try (RawApi other = new RawApi(port).answering("POST /members", ok(201))) {
                assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                        .isEqualTo(1);
                assertThat(other.requests()).hasSize(1);
            }
            assertThat(api.requests()).hasSize(1);
        }
    }

    @Test
    void noCallWaitsLongerThanThePauseOfAJobMayLast() throws Exception {
        api.answering("POST /members", MUCH_LATER);
        try (RunningImport users = running(FAST, FIRST + SECOND, "maxPause: 1h")) {
            users.drop("new.csv", OutcomesTest.rows(1));
            await().atMost(Duration.ofSeconds(30)).until(() -> users.component().progress().stream()
                    .anyMatch(job -> job.rows().unknown() == 1));
        }
    }

    @Test
    void aRowThatIsStoppedMidwayEndsUnknownWithItsCallsAndTheStopIsShort() throws Exception {
        api.answering("POST /members", MUCH_LATER);
        long begun;
        try (RunningImport users = running(Time.SYSTEM, FIRST + SECOND, "parallel: 2")) {
            users.drop("new.csv", OutcomesTest.rows(2));
            await().atMost(Duration.ofSeconds(30)).until(() -> api.requests().contains("POST /members"));
            begun = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));

        api.answering("POST /members", ok(201));
        try (RunningImport users = running(Time.SYSTEM, FIRST + SECOND, "parallel: 2")) {
            assertThat(users.receipt("done", "new.csv").at("/rows/rejected").intValue())
                    .isZero();
            assertThat(Files.readString(users.file("unknown", "new.csv")))
                    .contains("/users: HTTP 201", "waiting calls were sent back");
        }
    }

    @Test
    void aRowThatIsStoppedMidwayRunsAgainIfItsCallsMayBeRepeated() throws Exception {
        String put = FIRST.replace("POST", "PUT");
        api.answering("POST /members", MUCH_LATER);
        try (RunningImport users = running(Time.SYSTEM, put + SECOND, "parallel: 1")) {
            users.drop("new.csv", OutcomesTest.rows(1));
            await().atMost(Duration.ofSeconds(30)).until(() -> api.requests().contains("POST /members"));
        }
        api.answering("POST /members", ok(201));
        try (RunningImport users = running(Time.SYSTEM, put + SECOND, "parallel: 1")) {
            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRowThatIsKilledMidwayEndsUnknownWithItsCalls() throws Exception {
        api.answering("POST /members", MUCH_LATER);
        DaemonProcess daemon = DaemonProcess.in(home, List.of("camel.server.enabled = false"));
        String route = """
                - route:
                    id: import-users
                    from:
                      uri: import:users
                      parameters: { quietPeriod: 0s, parallel: 2, secretFields: password }
                      steps:
                """ + (FIRST + SECOND).replace("%s", api.url()).indent(8);
        Files.writeString(home.resolve("routes/import-users.camel.yaml"), route);
        Files.createDirectories(home.resolve("inbox/users"));
        Files.writeString(home.resolve("inbox/users/new.csv"), OutcomesTest.rows(2));
        Process process = daemon.start("run");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(api.requests()).as(daemon.output()).contains("POST /members"));
        awaitCommit();
        DaemonProcess.kill(process);

        Process next = daemon.start("run");
        File[] receipt = await().atMost(Duration.ofSeconds(60))
                .until(() -> files("done", ".receipt.json"), found -> found.length == 1);
        DaemonProcess.kill(next);

        assertThat(new ObjectMapper().readTree(receipt[0]).at("/rows/rejected").intValue())
                .as(daemon.output())
                .isZero();
        assertThat(Files.readString(files("unknown", ".csv")[0].toPath())).contains("/users: HTTP 201");
    }

    /** What is known of a row that waits is durable after the next commit. */
    private void awaitCommit() {
        String ledger = "jdbc:sqlite:" + home.resolve("data/ledger.db");
        await().ignoreException(SQLException.class).until(() -> {
            try (Connection connection = DriverManager.getConnection(ledger);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM past WHERE doubt IS NOT NULL")) {
                return rows.getInt(1) > 0;
            }
        });
    }

    private File[] files(String folder, String suffix) {
        File[] found =
                home.resolve("inbox/users").resolve(folder).toFile().listFiles((dir, name) -> name.endsWith(suffix));
        return found == null ? new File[0] : Arrays.stream(found).toArray(File[]::new);
    }

    private RunningImport running(Time time, String steps, String... parameters) throws Exception {
        return RunningImport.withoutIdentity(home, time, steps.replace("%s", api.url()), parameters);
    }
}
