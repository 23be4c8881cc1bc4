package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.sandbox.When;
import io.github.bactrian.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API that cannot be reached for a while, behind something that still takes calls: its rows are not used up. */
class OutageTest {
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final int PARALLEL = 16;
    private static final int BEFORE = 5;
    /** After 1 s, 2 s, 4 s and so on, each up to a quarter shorter. */
    private static final int MOST_TRIALS = 5;

    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();
    private final Instant start = clock.instant();
    private Sandbox sandbox;
    private boolean paused;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private static When posts() {
        return Fault.on("POST", "/v1.0/users");
    }

    private static String file(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(number -> row("user" + number + "@x.example", "User"))
                .collect(Collectors.joining("", HEADER, ""));
    }

    /** Lets time pass from the first pause on, and ends the outage when it is over. */
    private JsonNode receiptAfterTheOutage(RunningImport users) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    paused |= users.component().progress().stream()
                            .anyMatch(job -> job.state().equals("paused"));
                    if (paused) {
                        clock.advance(Duration.ofMillis(250));
                        users.component().clockWasSet();
                    }
                    if (!clock.instant().isBefore(start.plus(OUTAGE))) {
                        sandbox.faults().clear();
                    }
                    return !users.find("done", "new.csv.receipt.json").isEmpty();
                });
        return users.receipt("done", "new.csv");
    }

    @ParameterizedTest
    @CsvSource({"502, 3000", "drop, 3000", "503, 300", "504, 300", "521, 300"})
    void fewRowsAreUnknownAndTheOthersDone(String answer, int rows) throws Exception {
        sandbox.faults().set(answer.equals("drop") ? posts().drop() : posts().answer(Integer.parseInt(answer)));
        try (RunningImport users =
                RunningImport.start(home, sandbox, clock, "", "key: mail", "parallel: " + PARALLEL)) {
            users.drop("new.csv", file(rows));

            JsonNode counts = receiptAfterTheOutage(users).at("/rows");
            int unknown = counts.at("/unknown").intValue();
            assertThat(unknown).isBetween(BEFORE, PARALLEL + BEFORE + MOST_TRIALS);
            assertThat(counts.at("/read").intValue()).isEqualTo(rows);
            assertThat(counts.at("/done").intValue()).isEqualTo(rows - unknown);
            assertThat(sandbox.userCount()).isEqualTo(rows - unknown);
        }
    }

    @Test
    void theJobSaysWhyItIsPausedAndWhenItTriesNext() throws Exception {
        sandbox.faults().set(posts().answer(502));
        try (Logged log = Logged.by(Steering.class);
                RunningImport users = RunningImport.start(home, sandbox, clock, "", "key: mail", "parallel: 1")) {
            users.drop("new.csv", file(40));
            String why =
                    "5 calls in a row got no answer from the API, and must not be repeated, so one row is tried at a"
                            + " time until one is answered; the last was POST " + sandbox.directory()
                            + "/users: HTTP 502";

            await().until(() -> users.component().progress().stream().anyMatch(job -> why.equals(job.holdReason())));
            assertThat(users.component().progress().get(0).resumeAt()).isAfter(start);
            await().until(() -> users.component().jobs().get(0).waitsFor() != null);
            assertThat(users.component().jobs().get(0).waitsFor())
                    .isEqualTo("the API (" + why + "); next try at 2026-11-22T12:00:00Z");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("paused, goes on by itself (next try 2026-11-22T12:00:00Z): " + why);

            JsonNode receipt = receiptAfterTheOutage(users);
            assertThat(receipt.at("/rows/done").intValue()
                            + receipt.at("/rows/unknown").intValue())
                    .isEqualTo(40);
            assertThat(log.lines()).hasSize(2).last().asString().endsWith("goes on");
        }
    }

    @Test
    void aRowThatMakesNoCallDoesNotEndThePause() throws Exception {
        sandbox.faults().set(posts().answer(502));
        String steps = """
                - filter:
                    simple: "${body[name]} == 'nobody'"
                    steps:
                      - throwException: { exceptionType: java.lang.IllegalStateException, message: no name }
                """ + RunningImport.createUser(sandbox);
        try (RunningImport users = RunningImport.start(
                home, sandbox, clock, "", steps, new String[] {"key: mail", "parallel: 1", "maxRejects: 100%"})) {
            users.drop(
                    "new.csv",
                    file(BEFORE)
                            + row("nobody@x.example", "nobody")
                            + row("no2@x.example", "nobody")
                            + file(20).replace(HEADER, "").replace("user", "other"));

            JsonNode counts = receiptAfterTheOutage(users).at("/rows");
            assertThat(counts.at("/rejected").intValue()).isEqualTo(2);
            assertThat(counts.at("/unknown").intValue()).isBetween(BEFORE, BEFORE + MOST_TRIALS);
        }
    }

    @Test
    void withAProbeAllRowsAreDoneWhenItIsOver() throws Exception {
        sandbox.faults().set(Fault.on("*", "/v1.0/users").drop());
        String probe = """
                - route:
                    id: did-it-work
                    from:
                      uri: direct:did-it-work
                      steps:
                        - process: { ref: oauth.graph }
                        - setBody: { constant: "" }
                        - toD: { uri: "%s/users/${header.CamelImportKey}", parameters: { httpMethod: GET } }
                """.formatted(sandbox.directory());
        try (RunningImport users = RunningImport.start(
                home, sandbox, clock, probe, "key: mail", "parallel: 4", "onUnknown: 'direct:did-it-work'")) {
            users.drop("new.csv", file(60));

            assertThat(receiptAfterTheOutage(users).at("/rows/done").intValue()).isEqualTo(60);
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void eachTrialIsOneChunk() throws Exception {
        sandbox.faults().set(posts().answer(502));
        String steps = RunningImport.createUser(sandbox).replace("body[", "body[0][");
        try (RunningImport users = RunningImport.start(
                home, sandbox, clock, "", steps, new String[] {"key: mail", "parallel: 2", "chunk: 10"})) {
            users.drop("new.csv", file(600));

            JsonNode counts = receiptAfterTheOutage(users).at("/rows");
            assertThat(counts.at("/unknown").intValue()).isBetween(10 * BEFORE, 10 * (2 + BEFORE + MOST_TRIALS));
        }
    }

    @Test
    void a500IsAnAnswerToItsRow() throws Exception {
        sandbox.faults().set(posts().answer(500));
        try (RunningImport users = RunningImport.start(home, sandbox, clock, "", "key: mail")) {
            users.drop("new.csv", file(30));

            assertThat(users.receipt("done", "new.csv").at("/rows/unknown").intValue())
                    .isEqualTo(30);
        }
    }

    @Test
    void anAnswerInBetweenEndsTheRow() throws Exception {
        sandbox.faults().set(List.of(posts().every(5).answer(500), posts().answer(502)));
        try (RunningImport users = RunningImport.start(home, sandbox, clock, "", "key: mail", "parallel: 1")) {
            users.drop("new.csv", file(30));

            assertThat(users.receipt("done", "new.csv").at("/rows/unknown").intValue())
                    .isEqualTo(30);
        }
    }
}
