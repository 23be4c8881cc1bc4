package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import io.github.bactrian.testing.FaultySystemCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daemon, with system calls on its ledger and its marks that fail; what FailingDiskTest shows where one may mount. */
class FaultyDiskTest {
    private static final int ROWS = 1500;
    private static final String LEDGER = "/data/ledger.db";

    @TempDir
    Path home;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private FaultySystemCalls faults;
    private DroppedUsers users;
    private Process running;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(FaultySystemCalls.isPossible(), "there is no C compiler here (cc), or this is not Linux");
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(30)));
        daemon = new DaemonProcess(home, sandbox);
        faults = FaultySystemCalls.in(daemon);
        String route = Files.readString(home.resolve("routes/import-users.camel.yaml"))
                .replaceFirst("(key: \"User.*)", "$1\n        quietPeriod: 0s");
        Files.writeString(home.resolve("routes/import-users.camel.yaml"), route);
        users = new DroppedUsers(home, "users", "users.csv", ROWS);
        users.drop();
    }

    @AfterEach
    void stop() throws Exception {
        if (sandbox != null) {
            DaemonProcess.kill(running);
            sandbox.close();
        }
    }

    @ParameterizedTest(name = "{1} when its ledger is touched by {0}")
    @CsvSource({"write, EIO", "write, EROFS", "write, ENOSPC", "sync, EIO", "sync, ENOSPC"})
    void anImportStopsSendingWhileItsLedgerFailsAndResumesByItself(String call, String error) throws Exception {
        running = daemon.start("run");
        awaitRequests(100);

        faults.start(call, error, LEDGER);
        awaitStandstill();
        assertThat(requests()).isLessThan(ROWS);
        faults.stop();
        awaitEnd();

        users.assertEveryRowHasOneOutcome(sandbox);
        assertThat(users.unknown()).isZero();
        assertThat(daemon.output().lines().filter(line -> line.contains(LEDGER) && line.contains("ERROR")))
                .as("one line when it fails")
                .hasSize(1);
    }

    @ParameterizedTest(name = "{1} when its ledger is touched by {0}")
    @CsvSource({"write, EIO", "sync, EIO", "write, ENOSPC"})
    void aProcessThatIsKilledWhileItsLedgerFailsLeavesNothingToBeSentTwice(String call, String error) throws Exception {
        running = daemon.start("run");
        awaitRequests(100);
        faults.start(call, error, LEDGER);
        awaitStandstill();
        DaemonProcess.kill(running);
        faults.stop();

        running = daemon.start("run");
        awaitEnd();

        users.assertEveryRowHasOneOutcome(sandbox);
        assertThat(users.unknown()).isZero();
    }

    @ParameterizedTest(name = "{1} when marks are touched by {0}")
    @CsvSource({"write, ENOSPC", "write, EIO", "mmap, EIO"})
    void whereNoMarksCanBeKeptNothingIsSentAndThenTheImportBegins(String call, String error) throws Exception {
        assumeTrue(MarksDirectory.standard() != null, "there is no /dev/shm here");
        faults.start(call, error, "/dev/shm/bactrian-");
        running = daemon.start("run");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> daemon.output().contains("Marks of calls cannot be kept in /dev/shm/bactrian-"));
        assertThat(requests()).isZero();
        faults.stop();

        awaitEnd();

        users.assertEveryRowHasOneOutcome(sandbox);
        assertThat(users.unknown()).isZero();
    }

    @Test
    void whenTheMarksOfAKilledProcessAreGoneWhatItMayHaveSentIsUnknown() throws Exception {
        assumeTrue(MarksDirectory.standard() != null, "there is no /dev/shm here");
        running = daemon.start("run");
        awaitRequests(100);
        DaemonProcess.kill(running);
        Files.delete(marks());

        running = daemon.start("run");
        awaitEnd();

        users.assertEveryRowHasOneOutcome(sandbox);
        assertThat(users.unknown()).isBetween(Reservation.LEAST, Reservation.MOST);
    }

    private Path marks() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement statement = connection.createStatement()) {
            return Path.of(statement.executeQuery("SELECT marks FROM job").getString(1));
        }
    }

    private long requests() {
        return sandbox.stats().directory().requests();
    }

    private void awaitRequests(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> requests() >= count);
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
