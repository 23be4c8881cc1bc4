package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running daemon whose ledger is removed, replaced, damaged or locked away, and brought back. */
class UnusableLedgerTest {
    private static final int ROWS = 1500;

    @TempDir
    Path home;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private DroppedUsers users;
    private Process running;
    private Path ledger;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(30)));
        daemon = new DaemonProcess(home, sandbox);
        String route = Files.readString(home.resolve("routes/import-users.camel.yaml"))
                .replaceFirst("(key: \"User.*)", "$1\n        quietPeriod: 0s");
        Files.writeString(home.resolve("routes/import-users.camel.yaml"), route);
        users = new DroppedUsers(home, "users", "users.csv", ROWS);
        users.drop();
        ledger = home.resolve("data/ledger.db");
        running = daemon.start("run");
        await().atMost(Duration.ofSeconds(60)).until(() -> requests() >= 100);
    }

    @AfterEach
    void stop() throws Exception {
        DaemonProcess.kill(running);
        sandbox.close();
    }

    @Test
    void aLedgerThatIsRemovedIsNoticedAndTheImportResumesWhenItIsPutBack() throws Exception {
        Path aside = Files.move(ledger, home.resolve("aside.db"));
        awaitStop("was removed");
        assertThat(run("jobs")).contains("There is no ledger", "docs/operators.md");
        Files.move(aside, ledger);

        assertAllIsWell();
    }

    @Test
    void aLedgerThatIsReplacedByAnOldCopyIsRefusedUntilTheNewOneIsBack() throws Exception {
        Path old = Files.copy(ledger, home.resolve("old.db"));
        await().until(() -> requests() >= 200);
        Path aside = Files.move(ledger, home.resolve("aside.db"));
        Files.move(old, ledger);
        await().atMost(Duration.ofSeconds(20)).until(() -> daemon.output().contains("is older than what was recorded"));
        awaitStandstill();
        assertThat(requests()).isLessThan(ROWS);
        Files.move(aside, ledger, StandardCopyOption.REPLACE_EXISTING);

        assertAllIsWell();
    }

    @Test
    void aLedgerThatIsDamagedIsNamedWhenTheDamageIsReadAndBeforeTheNextStart() throws Exception {
        execute("dd", "if=/dev/urandom", "of=" + ledger, "bs=4096", "seek=1", "count=40", "conv=notrunc");
        awaitStop("is damaged");
        DaemonProcess.kill(running);

        running = daemon.start("run");

        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).isNotZero();
        assertThat(daemon.output().lines().filter(line -> line.contains("data/ledger.db is damaged")))
                .hasSize(2);
        assertThat(daemon.output()).contains("Put back the newest copy", "A lost or restored ledger");
    }

    @Test
    void aLedgerThatIsMadeImmutableStopsTheSendingAndTheImportResumesAfterwards() throws Exception {
        Path probe = Files.createFile(home.resolve("probe"));
        assumeTrue(chattr("+i", probe) && chattr("-i", probe), "chattr +i is not possible here");
        chattr("+i", ledger);
        try {
            awaitStop("may not be written any more");
            assertThat(run("jobs")).contains("data/ledger.db", "writable");
        } finally {
            chattr("-i", ledger);
        }

        assertAllIsWell();
    }

    /** Nothing is sent any more, and one line says why. */
    private void awaitStop(String why) {
        await().atMost(Duration.ofSeconds(20)).until(() -> daemon.output().contains("data/ledger.db " + why));
        awaitStandstill();
        assertThat(requests()).isLessThan(ROWS);
    }

    private void assertAllIsWell() throws Exception {
        awaitEnd();
        users.assertEveryRowHasOneOutcome(sandbox);
        assertThat(users.unknown()).isZero();
        assertThat(daemon.output().lines().filter(line -> line.contains("can be written again; imports resume")))
                .hasSize(1);
        assertThat(daemon.output()
                        .lines()
                        .filter(line -> line.contains(" ERROR ") || line.contains(" WARN "))
                        .toList())
                .as("one line for each change of state")
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(3);
    }

    private String run(String command) throws Exception {
        long before = daemon.output().length();
        assertThat(daemon.start(command).waitFor(60, TimeUnit.SECONDS)).isTrue();
        return daemon.output().substring((int) before);
    }

    private static boolean chattr(String flag, Path file) throws IOException {
        return execute("chattr", flag, file.toString());
    }

    private static boolean execute(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String ignored = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private long requests() {
        return sandbox.stats().directory().requests();
    }

    /** Until nothing was sent for 1.5 s. */
    private void awaitStandstill() {
        AtomicLong last = new AtomicLong();
        await().atMost(Duration.ofSeconds(20))
                .during(Duration.ofMillis(1500))
                .until(() -> last.getAndSet(requests()) == requests());
    }

    private void awaitEnd() {
        await().atMost(Duration.ofSeconds(90)).until(users::hasEnded);
    }
}
