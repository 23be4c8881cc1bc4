package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import io.github.bactrian.testing.LoopDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon, with its ledger on real file systems that fail or fill up. */
class FailingDiskTest {
    private static final int ROWS = 3000;

    @TempDir
    Path home;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private DroppedUsers users;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(20)));
        daemon = new DaemonProcess(home, sandbox);
        String route = Files.readString(home.resolve("routes/import-users.camel.yaml"))
                .replaceFirst("(key: \"User.*)", "$1\n        quietPeriod: 0s");
        Files.writeString(home.resolve("routes/import-users.camel.yaml"), route);
        users = new DroppedUsers(home, "users", "users.csv", ROWS);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private LoopDisk disk(String type) throws IOException {
        assumeTrue(
                LoopDisk.isPossible(type, home.resolve("try")),
                "no " + type + " can be mounted here; run the tests as root, with loop devices and mkfs." + type);
        return LoopDisk.mount(type, home.resolve("data"), 320);
    }

    @ParameterizedTest(name = "failed after {0} calls")
    @ValueSource(ints = {1, 200, 600})
    void aLedgerWhoseDiskFailedAndWasRepairedSendsNothingTwiceInSilence(int calls) throws Exception {
        try (LoopDisk disk = disk("ext4")) {
            users.drop();
            Process first = daemon.start("run");
            await().atMost(Duration.ofMinutes(2)).until(() -> requests() >= calls);
            disk.fail();
            awaitStandstill();
            assertThat(requests()).isLessThan(ROWS);
            assertThat(daemon.output()).contains("Nothing more is sent. ");
            assertThat(daemon.output().lines().filter(line -> line.contains(" ERROR ")))
                    .as("one line when it fails")
                    .hasSize(1);
            DaemonProcess.kill(first);
            disk.repair();

            Process next = daemon.start("run");
            awaitEnd();

            users.assertEveryRowHasOneOutcome(sandbox);
            DaemonProcess.kill(next);
            System.out.println(users.unknown() + " of " + ROWS + " rows unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void aFullDiskStopsNothingForGoodAndLosesNothing(String type) throws Exception {
        try (LoopDisk disk = disk(type)) {
            users.drop();
            Process running = daemon.start("run");
            await().atMost(Duration.ofSeconds(60)).until(() -> requests() >= 100);
            disk.fill();
            awaitStandstill();
            disk.free();

            awaitEnd();

            users.assertEveryRowHasOneOutcome(sandbox);
            assertThat(users.unknown()).isZero();
            assertThat(running.isAlive()).isTrue();
            DaemonProcess.kill(running);
        }
    }

    private long requests() {
        return sandbox.stats().directory().requests();
    }

    /** Until nothing was sent for 2 s, or nothing is left to send. */
    private void awaitStandstill() {
        AtomicLong last = new AtomicLong();
        await().atMost(Duration.ofSeconds(90))
                .during(Duration.ofSeconds(2))
                .until(() -> last.getAndSet(requests()) == requests());
    }

    private void awaitEnd() {
        await().atMost(Duration.ofSeconds(90)).until(users::hasEnded);
    }
}
