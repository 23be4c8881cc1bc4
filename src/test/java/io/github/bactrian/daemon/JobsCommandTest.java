package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.FaultScript;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bactrian jobs} and {@code bactrian import} beside a daemon that runs: exit codes and texts. */
class JobsCommandTest {
    private static final Path USERS = Path.of("examples/users.csv").toAbsolutePath();
    private static final int LONGEST_S = 60;
    private static final Pattern JOB = Pattern.compile("\\d{8}T\\d{6}-[0-9a-z]{5}");

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private Process running;
    private int seen;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
        daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        Files.createFile(daemon.home().resolve("output.txt"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (running != null) {
            DaemonProcess.kill(running);
        }
        sandbox.close();
    }

    @Test
    void whereNothingWasEverImportedThatIsSaid() throws Exception {
        assertThat(exitCode("jobs")).isEqualTo(2);

        assertThat(printed()).contains("There is no ledger data/ledger.db, so nothing was imported here yet");
        Files.createDirectories(daemon.home().resolve("data"));
        Files.createFile(daemon.home().resolve("data/ledger.db-commits"));
        assertThat(exitCode("jobs")).isEqualTo(2);
        assertThat(printed())
                .contains("There is no ledger data/ledger.db, though there was one: see docs/operators.md");
    }

    @Test
    void aJobIsPausedResumedAndStoppedAndTheSameFileGoesOnWithIt() throws Exception {
        slowly();
        run();
        Path file = users(400);
        drop(file, "users.csv");
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> sandbox.userCount() > 2);
        String job = onlyJob();
        String end = job.substring(16);

        assertThat(exitCode("jobs", "pause", end)).isZero();
        awaitPrinted("waits for somebody to let it go on: bactrian jobs resume " + job, "jobs");
        assertThat(exitCode("jobs", "resume", end)).isZero();
        assertThat(exitCode("jobs", "resume", end)).isEqualTo(1);
        assertThat(printed()).contains("Job " + job + " is neither paused nor stopped");

        assertThat(exitCode("jobs", "stop", end)).isZero();
        awaitPrinted("waits for  somebody to look, and then: bactrian jobs resume " + job, "jobs", "show", end);
        assertThat(exitCode("jobs", "pause", end)).isEqualTo(1);
        assertThat(printed()).contains("Job " + job + " is stopped already");

        sandbox.faults().clear();
        assertThat(exitCode("import", "users", file.toString())).isZero();
        assertThat(printed())
                .contains("handed to the daemon that runs here as job ")
                .containsPattern("users.csv goes on at row \\d+ as job " + job)
                .contains("users.csv  400 rows in ", ", 400 done");
        assertThat(exitCode("jobs", "stop", end)).isEqualTo(1);
        assertThat(printed()).contains("Job " + job + " has ended done;");
        assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
    }

    @Test
    void unknownRowsAreShownAndSettledAsDone() throws Exception {
        unanswered();
        run();
        drop(USERS, "users.csv");
        awaitReceipt();
        String job = onlyJob();

        assertThat(exitCode("jobs", "show", job)).isZero();
        assertThat(printed())
                .contains(
                        "status     done-with-unknown",
                        "waits for  a decision on its 1 unknown row: bactrian jobs settle " + job
                                + " --probe | --done | --resend",
                        "rows       20 read = 16 done + 3 rejected + 0 skipped + 1 unknown",
                        "unknown  POST ")
                .doesNotContain("Exception", "\tat ");
        assertThat(exitCode("jobs", "settle", job)).isEqualTo(2);
        assertThat(exitCode("jobs", "settle", job, "--done")).isZero();
        assertThat(printed()).contains("1 row settled as done, 0 sent again, 0 still unknown");
        assertThat(exitCode("jobs", "settle", job, "--done")).isEqualTo(1);
        assertThat(printed()).contains("Job " + job + " has no unknown rows; there is nothing to settle");
        assertThat(exitCode("jobs", "show", "zzzzz")).isEqualTo(2);
        assertThat(printed()).contains("There is no job 'zzzzz'");
        assertThat(exitCode("jobs", "show", job, "--json")).isZero();
        assertThat(printed()).contains("\"status\" : \"done-with-rejects\"");
    }

    @Test
    void aProbeThatCannotBeAskedLeavesTheRowsUnknownAndTheExitCodeIs4() throws Exception {
        unanswered();
        run();
        drop(USERS, "users.csv");
        awaitReceipt();

        assertThat(exitCode("jobs", "settle", onlyJob(), "--probe")).isEqualTo(4);
        await().atMost(Duration.ofSeconds(LONGEST_S))
                .until(() -> daemon.output().contains("onUnknown names no route that could be asked"));
    }

    @Test
    void aFileFromUnknownIsHandedToTheDaemonToBeSentAgain() throws Exception {
        unanswered();
        run();
        drop(USERS, "users.csv");
        awaitReceipt();
        String job = onlyJob();
        Path unknown = only("unknown");

        assertThat(exitCode("import", "users", unknown.toString())).isEqualTo(1);
        assertThat(printed()).contains("it holds 1 row that job " + job);
        assertThat(exitCode("import", "users", unknown.toString(), "--resend")).isZero();
        assertThat(printed()).contains("1 row in ", ", 1 done");
        assertThat(exitCode("jobs", "show", job)).isZero();
        assertThat(printed()).contains("rows       20 read = 16 done + 3 rejected + 1 skipped + 0 unknown");
        assertThat(exitCode("import", "users", unknown.toString(), "--resend", "--force"))
                .isEqualTo(2);
    }

    @Test
    void theSameBytesAreHandedToTheDaemonToBeImportedAgain() throws Exception {
        run();
        assertThat(exitCode("import", "users", USERS.toString())).isEqualTo(3);
        assertThat(exitCode("import", "users", USERS.toString())).isZero();
        assertThat(printed()).contains("users.csv is not imported again");

        assertThat(exitCode("import", "users", USERS.toString(), "--force")).isEqualTo(3);
    }

    @Test
    void aJobThatStopsAgainEndsTheCommandThatHandedItsFile() throws Exception {
        run("-Doauth.graph.client-secret=wrong");

        for (int times = 0; times < 2; times++) {
            assertThat(exitCode("import", "users", USERS.toString())).isEqualTo(1);
            assertThat(printed())
                    .containsPattern("users.csv stopped after 0 rows in .*AADSTS7000215.*the same command goes on");
        }
    }

    @Test
    void aDaemonThatDiesEndsTheCommandThatWaitsForItAndTheJobIsKept() throws Exception {
        slowly();
        run();
        Process command = daemon.start("import", "users", USERS.toString());
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> sandbox.userCount() > 2);

        DaemonProcess.kill(running);

        assertThat(command.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(1);
        assertThat(printed()).containsPattern("The daemon has ended; job \\S+ goes on at its next start");
    }

    @Test
    void afterAKillTheSameCommandGoesOnAndSaysAtWhichRow() throws Exception {
        slowly();
        Path file = users(100);
        Process command = daemon.start("import", "users", file.toString());
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> sandbox.userCount() > 5);
        DaemonProcess.kill(command);
        sandbox.faults().clear();

        assertThat(exitCode("import", "users", file.toString())).isIn(0, 4);

        assertThat(printed()).containsPattern("users.csv goes on at row \\d+ as job " + JOB);
        assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
    }

    @Test
    void aFileThatIsNotTakenIsShownBelowTheJobs() throws Exception {
        Path route = daemon.home().resolve("routes/import-users.camel.yaml");
        Files.writeString(
                route, Files.readString(route).replace("skipLines: 1", "skipLines: 1\n        doneFileName: READY"));
        run();
        drop(USERS, "users.csv");

        awaitPrinted("import users: not taken since ", "jobs");
        assertThat(printed()).contains("users.csv has no marker ", "READY; make that file when this one is complete");
    }

    /** A file that takes a while. */
    private Path users(int rows) throws IOException {
        List<String> sample = Files.readAllLines(USERS);
        List<String> lines = new ArrayList<>(sample.subList(0, 2));
        for (int row = 1; row <= rows; row++) {
            lines.add(sample.get(2).replace("amara.okafor@", "user" + row + "@"));
        }
        return Files.write(directory.resolve("users.csv"), lines);
    }

    private void slowly() {
        sandbox.faults().set(FaultScript.read("[{\"path\": \"/v1.0\", \"delay\": \"500ms\"}]"));
    }

    private void unanswered() {
        sandbox.faults()
                .set(FaultScript.read("[{\"path\": \"/v1.0/users\", \"from\": 5, \"count\": 1, \"drop\": true}]"));
    }

    private void run(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        running = daemon.start(all);
        await().atMost(Duration.ofSeconds(LONGEST_S))
                .until(() -> daemon.output().contains("running: "));
    }

    private void drop(Path file, String name) throws IOException {
        Files.copy(file, daemon.home().resolve("inbox/users").resolve(name));
    }

    private void awaitReceipt() {
        await().atMost(Duration.ofSeconds(LONGEST_S))
                .until(() -> daemon.output().contains(" ended done"));
    }

    private String onlyJob() throws Exception {
        assertThat(exitCode("jobs")).isZero();
        Matcher job = JOB.matcher(printed());
        assertThat(job.find()).isTrue();
        return job.group();
    }

    private Path only(String folder) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(daemon.home().resolve("inbox/users/" + folder))) {
            return files.iterator().next();
        }
    }

    private int exitCode(String... arguments) throws Exception {
        seen = daemon.output().length();
        Process process = daemon.start(arguments);
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** What was printed since the last command began, by it and by the daemon. */
    private String printed() throws IOException {
        return daemon.output().substring(seen);
    }

    private void awaitPrinted(String text, String... arguments) {
        await().atMost(Duration.ofSeconds(LONGEST_S)).untilAsserted(() -> {
            exitCode(arguments);
            assertThat(printed()).contains(text);
        });
    }
}
