package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnUnknownTest {
    private static final String ASK = "onUnknown: 'direct:did-it-work'";

    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void aRowThatTookEffectIsDone() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(2).drop().acting());
        try (RunningImport users = asking()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob"));

            assertThat(rows(users)).isEqualTo("{\"read\":2,\"done\":2,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aRowOfABatchThatTookEffectThoughItWasAnswered429IsAskedAboutAndNotSentAgain() throws Exception {
        String batch = RunningImport.createUser(sandbox).replace("body[", "body[0][") + """
                - setProperty: { name: importOutcomes, constant: '[{"outcome": "unknown", "reason": "429 within the batch"}]' }
                """;
        try (RunningImport users = RunningImport.start(
                home, sandbox, clock, probe(), batch, new String[] {"key: mail", "chunk: 2", ASK})) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
            assertThat(sandbox.stats().directory().requests())
                    .as("post, question")
                    .isEqualTo(2);
        }
    }

    @Test
    void aRowThatDidNotTakeEffectIsRunAgainOnceTheProbeHasSaidSoTwice() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop());
        try (RunningImport users = asking()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sandbox.stats().directory().requests() == 2);
            advanceUntilItIsAskedAgain(users);

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            assertThat(sandbox.stats().directory().requests())
                    .as("post, two questions, post")
                    .isEqualTo(4);
        }
    }

    @Test
    void whatShowsLateIsNotSentAgain() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("POST", "/v1.0/users").nth(1).drop().acting(),
                        Fault.on("GET", "/v1.0/users").nth(1).answer(404));
        try (RunningImport users = asking()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sandbox.stats().directory().requests() == 2);
            advanceUntilItIsAskedAgain(users);

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aProbeThatCannotTellLeavesTheRowUnknown() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("POST", "/v1.0/users").nth(1).drop(),
                        Fault.on("GET", "/v1.0/users").answer(400));
        try (RunningImport users = asking()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":0,\"rejected\":0,\"skipped\":0,\"unknown\":1}");
            assertThat(Files.readString(users.file("unknown", "new.csv")))
                    .contains("no answer", "the probe could not tell: GET", "HTTP 400");
        }
    }

    @Test
    void aThrottledProbePausesTheImport() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("POST", "/v1.0/users").nth(1).drop().acting(),
                        Fault.on("GET", "/v1.0/users").nth(1).answer(429, Map.of("Retry-After", "1"), null));
        try (RunningImport users =
                RunningImport.start(home, sandbox, java.time.Clock.systemUTC(), probe(), "key: mail", ASK)) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
        }
    }

    @Test
    void rowsWithTheSameKeyGoOnOnceTheFirstIsProven() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop().acting());
        try (RunningImport users = asking()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann") + row("ann@x.example", "Anna"));

            assertThat(rows(users)).isEqualTo("{\"read\":2,\"done\":1,\"rejected\":1,\"skipped\":0,\"unknown\":0}");
            assertThat(Files.readString(users.file("rejects", "new.csv"))).contains("already exists");
        }
    }

    @Test
    void aRowIsSentThreeTimesAtMost() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").drop());
        try (RunningImport users = RunningImport.start(home, sandbox, clock, "", "onUnknown: resend")) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":0,\"rejected\":0,\"skipped\":0,\"unknown\":1}");
            assertThat(Files.readString(users.file("unknown", "new.csv"))).contains("run 3 times");
            assertThat(sandbox.stats().directory().requests()).isEqualTo(3);
        }
    }

    @Test
    void aRowThatIsRejectedWhenItIsSentAgainEndsUnknownBecauseItsFirstSendingMayHaveWorked() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop().acting());
        try (RunningImport users = RunningImport.start(home, sandbox, clock, "", "onUnknown: resend")) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));

            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":0,\"rejected\":0,\"skipped\":0,\"unknown\":1}");
            assertThat(Files.readString(users.file("unknown", "new.csv")))
                    .contains("no answer", "sent again: POST", "already exists");
            assertThat(sandbox.stats().directory().requests()).isEqualTo(2);
        }
    }

    @Test
    void aRowInDoubtWhenTheProcessStopsIsAskedAboutByTheNext() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("POST", "/v1.0/users").nth(1).drop().acting(),
                        Fault.on("GET", "/v1.0/users").nth(1).answer(404));
        try (RunningImport users = asking()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sandbox.stats().directory().requests() == 2);
        }
        try (RunningImport users = asking()) {
            assertThat(rows(users)).isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aProbeWithoutARouteKeepsTheImportFromStarting() {
        assertThatThrownBy(() -> RunningImport.start(home, sandbox, clock, "", ASK))
                .hasMessageContaining("import:users: onUnknown=direct:did-it-work: no route begins with");
    }

    private RunningImport asking() throws Exception {
        return RunningImport.start(home, sandbox, clock, probe(), "key: mail", ASK, "parallel: 1");
    }

    private String probe() {
        return """
                - route:
                    id: did-it-work
                    from:
                      uri: direct:did-it-work
                      steps:
                        - process: { ref: oauth.graph }
                        - setBody: { constant: "" }
                        - toD: { uri: "%s/users/${header.CamelImportKey}", parameters: { httpMethod: GET } }
                """.formatted(sandbox.directory());
    }

    /** The time counts from the first answer, which may still be on its way. */
    private void advanceUntilItIsAskedAgain(RunningImport users) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    clock.advance(Doubts.SECOND_NO);
                    users.component().clockWasSet();
                    return sandbox.stats().directory().requests() > 2;
                });
    }

    private static String rows(RunningImport users) {
        JsonNode receipt = users.receipt("done", "new.csv");
        return receipt.at("/rows").toString();
    }
}
