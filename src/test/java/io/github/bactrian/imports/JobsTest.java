package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steers imports from within their process and from another one. */
class JobsTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String CHANGED = "- setProperty: { name: importOutcome, constant: skipped }\n";

    @TempDir
    Path home;

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
    void aPausedJobHoldsThoseBehindItOverARestartUntilItIsResumed() throws Exception {
        slowly();
        String id;
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 200));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
            try (ImportComponent other = another()) {
                id = other.jobs().get(0).receipt().job();
                other.pause(id);
                await().atMost(LONGEST).until(() -> other.job(id).waitsFor().contains("jobs resume " + id));
            }
            users.drop("next.csv", HEADER + row("next@x.example", "Next"));
        }
        long before = sandbox.userCount();
        assertThat(before).isLessThan(200);
        sandbox.faults().clear();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> get(users, Files.writeString(home.resolve("x.csv"), HEADER)))
                    .withMessageContaining("import:users is paused with job " + id);
            assertThat(sandbox.userCount()).isEqualTo(before);

            users.component().resume(id, false);

            JsonNode receipt = users.receipt("done", "new.csv");
            assertThat(receipt.at("/rows").toString())
                    .isEqualTo("{\"read\":200,\"done\":200,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            users.receipt("done", "next.csv");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aStoppedJobLetsOthersGoOnAndIsTakenUpWhereItWas() throws Exception {
        slowly();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 200));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
            String id = users.component().jobs().get(0).receipt().job();

            users.component().stop(id);

            JsonNode stopped = users.receipt(".work", "new.csv");
            assertThat(stopped.at("/reason").textValue()).isEqualTo("an operator stopped it");
            assertThat(stopped.at("/rows/read").longValue())
                    .isEqualTo(stopped.at("/rows/done").longValue())
                    .isBetween(20L, 199L);
            users.drop("next.csv", HEADER + row("next@x.example", "Next"));
            users.receipt("done", "next.csv");
            sandbox.faults().clear();

            assertThat(users.component().resume(id, false).receipt().status()).isEqualTo("running");

            JsonNode ended = users.receipt("done", "new.csv");
            assertThat(ended.at("/rows/done").intValue()).isEqualTo(200);
            assertThat(users.endedJob(ended)).isEqualTo(id);
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(() -> users.component().stop(id))
                    .withMessageContaining("has ended done");
        }
    }

    @Test
    void aJobThatNobodyWorksOnIsStoppedByTheCommandItself() throws Exception {
        slowly();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 200));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
        }
        try (ImportComponent other = another()) {
            String id = other.jobs().get(0).receipt().job();

            JobState stopped = other.stop(id);

            assertThat(stopped.receipt().status()).isEqualTo("stopped");
            assertThat(stopped.waitsFor()).contains("somebody to look", "jobs resume " + id);
            assertThat(home.resolve("inbox/.work").toFile().list())
                    .contains(id + "-new.csv", id + "-new.csv.receipt.json");
        }
    }

    @Test
    void aChangedRouteHoldsItsJobUntilTheChangeIsAccepted() throws Exception {
        slowly();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 100));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
        }
        long before = sandbox.userCount();
        sandbox.faults().clear();
        try (RunningImport users = RunningImport.start(home, sandbox, CHANGED, new String[0])) {
            String first = users.receipt(".work", "new.csv").at("/routeHash").textValue();
            String id = users.component().jobs().get(0).receipt().job();

            assertThatIllegalStateException()
                    .isThrownBy(() -> users.component().resume(id, false))
                    .withMessageContaining("the route was changed", "jobs resume --accept-change " + id);
            users.component().resume(id, true);

            JsonNode receipt = users.receipt("done", "new.csv");
            assertThat(receipt.at("/rows/done").longValue()).isEqualTo(before);
            assertThat(receipt.at("/rows/skipped").longValue()).isEqualTo(100 - before);
            assertThat(receipt.at("/routeHash").textValue()).isNotEqualTo(first).hasSize(64);
        }
    }

    @Test
    void aJobWhoseRouteIsChangedBackGoesOnByItself() throws Exception {
        slowly();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 100));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
        }
        sandbox.faults().clear();
        try (RunningImport users = RunningImport.start(home, sandbox, CHANGED, new String[0]);
                Logged log = Logged.by(Ending.class)) {
            String id = users.receipt(".work", "new.csv").at("/job").textValue();
            await().until(() -> !log.lines().isEmpty());

            assertThat(users.component().job(id).waitsFor())
                    .startsWith("its route to be changed back")
                    .endsWith("bactrian jobs resume --accept-change " + id);
            assertThat(log.lines().get(0))
                    .contains("undo the change and restart", "jobs resume --accept-change")
                    .doesNotContain("with 'bactrian jobs resume'");
        }

        try (RunningImport users = RunningImport.start(home, sandbox)) {
            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(100);
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aJobThatWasStoppedByAnOperatorStaysSoWhenItsRouteIsChangedBack() throws Exception {
        slowly();
        String id;
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 100));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
            id = users.component().jobs().get(0).receipt().job();
            users.component().stop(id);
            users.receipt(".work", "new.csv");
        }
        long before = sandbox.userCount();
        sandbox.faults().clear();
        try (RunningImport users = RunningImport.start(home, sandbox, CHANGED, new String[0])) {
            assertThatIllegalStateException()
                    .as("the first try says what is needed, and nothing has begun")
                    .isThrownBy(() -> users.component().resume(id, false))
                    .withMessageContaining("jobs resume --accept-change " + id);
            assertThat(users.component().job(id).receipt().reason()).isEqualTo("an operator stopped it");
        }
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("next.csv", HEADER + row("next@x.example", "Next"));
            users.receipt("done", "next.csv");
            assertThat(sandbox.userCount()).isEqualTo(before + 1);

            users.component().resume(id, false);

            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(100);
        }
    }

    @Test
    void theTimeThatWasWorkedIsRecordedWhileAJobRunsAndAddedUpOverItsLives() throws Exception {
        slowly();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(1, 100));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);

            assertThat(users.component().jobs().get(0).receipt().workedMs()).isPositive();
        }
        long first;
        try (ImportComponent other = another()) {
            first = other.jobs().get(0).receipt().workedMs();
        }
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            assertThat(users.receipt("done", "new.csv").at("/workedMs").longValue())
                    .isGreaterThan(first)
                    .isLessThan(first + LONGEST.toMillis());
        }
    }

    @Test
    void aJobIsFoundByAnyPartOfItsIdThatNoOtherHas() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("a.csv", HEADER + rows(1, 1));
            users.receipt("done", "a.csv");
            users.drop("b.csv", HEADER + rows(2, 2));
            users.receipt("done", "b.csv");
            ImportComponent imports = users.component();
            String id = imports.jobs().get(0).receipt().job();
            String end = id.substring(16);

            assertThat(imports.job(end).receipt().file()).isEqualTo("b.csv");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> imports.job("-"))
                    .withMessageContaining("'-' may be any of 2 jobs: " + id);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> imports.job("!" + end.substring(1)))
                    .withMessage("There is no job '!" + end.substring(1) + "'; did you mean '" + id + "'?");
        }
    }

    private void get(RunningImport users, Path file) throws Throwable {
        try {
            users.importFile(file);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause();
        }
    }

    private void slowly() {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(100)));
    }

    private ImportComponent another() {
        ImportComponent other = new ImportComponent();
        other.setLedger(home.resolve("data/ledger.db"));
        return other;
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> row("user" + i + "@x.example", "User " + i))
                .collect(Collectors.joining());
    }
}
