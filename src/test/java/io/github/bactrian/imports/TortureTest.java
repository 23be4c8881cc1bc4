package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.testing.DaemonProcess;
import io.github.bactrian.testing.LoopDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets everything break that can, in random order: the process, the power, the disk, the API and what is between. In the end
 * what the API has seen of each row is compared with how the row ended. {@code -Dbactrian.test.torture=PT1H} has it last an
 * hour; {@code -Dbactrian.test.seed} repeats the order.
 */
class TortureTest {
    private static final Duration TIME = Duration.parse(System.getProperty("bactrian.test.torture", "PT1M"));
    /** Names separated by commas. What breaks between two calls of a row is told of as TWICE. */
    private static final List<TorturedImport> IMPORTS = Stream.of(
                    System.getProperty("bactrian.test.torture.imports", "PLAIN,CHUNK,PROBED,RESENT,PUT,TWICE")
                            .split(","))
            .map(TorturedImport::valueOf)
            .toList();

    private static final boolean DISKS_FAIL = Boolean.getBoolean("bactrian.test.torture.disks");

    @TempDir
    Path home;

    private enum Disaster {
        KILL,
        STOP,
        POWER,
        DISK
    }

    private final long seed = Long.getLong("bactrian.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<TorturedFile> dropped = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private StormyApi api;
    private DaemonProcess daemon;
    private @Nullable LoopDisk disk;

    @Test
    @Timeout(value = 2, unit = TimeUnit.DAYS)
    void everyRowHasOneOutcomeThatTheApiConfirmsWhateverBreaks() throws Exception {
        System.out.println("torture of " + TIME + ", seed " + seed);
        disk = LoopDisk.isPossible("ext4", home.resolve("try"))
                ? LoopDisk.mount("ext4", home.resolve("disk"), 96)
                : null;
        try (StormyApi stormy = new StormyApi(new Random(seed))) {
            api = stormy;
            prepare();
            while (api.age().compareTo(TIME) < 0) {
                live();
            }
            rest();
            long unknown = 0;
            for (TorturedFile file : dropped) {
                file.assertOutcomes(api, events);
                unknown += file.unknown();
            }
            System.out.printf(
                    "seed %d: %d rows in %d files, %s; %d rows unknown, where %d were in calls whose effect was unclear%n",
                    seed,
                    dropped.stream().mapToInt(TorturedFile::rows).sum(),
                    dropped.size(),
                    counts(),
                    unknown,
                    api.unclear());
        } catch (Throwable e) {
            System.out.println("seed " + seed + "; what was left is in " + keep());
            throw e;
        } finally {
            if (disk != null) {
                disk.close();
            }
        }
    }

    private void prepare() throws IOException {
        Path inboxes = Files.createDirectories(home.resolve("disk/inbox"));
        daemon = DaemonProcess.in(
                home,
                List.of(
                        "api.url = " + api.url(),
                        "bactrian.ledger = disk/data/ledger.db",
                        "camel.server.enabled = false"));
        Files.writeString(home.resolve("routes/probe.camel.yaml"), TorturedImport.probe());
        for (TorturedImport one : IMPORTS) {
            Files.createDirectories(inboxes.resolve(one.word()));
            Files.writeString(home.resolve("routes/" + one.word() + ".camel.yaml"), one.route("disk/inbox"));
        }
    }

    /** One life of the daemon, in changing weather, up to a disaster. */
    private void live() throws Exception {
        drop();
        Process process = daemon.start("run");
        event("the daemon starts");
        long calls = api.calls();
        boolean early = random.nextInt(8) == 0;
        await().atMost(Duration.ofSeconds(60)).until(() -> early || api.calls() > calls || !process.isAlive());
        for (int spell = early ? 1 : 1 + random.nextInt(6); spell > 0 && process.isAlive(); spell--) {
            weather(random.nextInt(3) == 0 ? StormyApi.Weather.CALM : any(StormyApi.Weather.values()));
            process.waitFor(200 + random.nextInt(1300), TimeUnit.MILLISECONDS);
            drop();
        }
        assertThat(process.isAlive()).as(daemon.output()).isTrue();
        strike(any(Disaster.values()), process);
    }

    private void strike(Disaster disaster, Process process) throws Exception {
        if (disk != null && disaster == Disaster.POWER) {
            losePower(disk, process);
        } else if (disk != null && disaster == Disaster.DISK && DISKS_FAIL) {
            failDisk(disk, process);
        } else if (disaster == Disaster.STOP) {
            event("the daemon is stopped");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("stopped within 20 s")
                    .isTrue();
        } else {
            event("the daemon is killed");
            DaemonProcess.kill(process);
        }
    }

    /** The process stands still meanwhile, because what it wrote and what it sent have to be of one moment. */
    private void losePower(LoopDisk losing, Process process) throws Exception {
        event("the power fails");
        signal("STOP", process);
        losing.losePower(() -> DaemonProcess.kill(process));
        if (Files.exists(ledger())) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                    Statement statement = connection.createStatement()) {
                // as the machine that starts again has another name for its run
                statement.executeUpdate("UPDATE job SET boot = 'another' WHERE boot <> 'clean'");
            } catch (SQLException e) {
                assertThat(e.getMessage()).as("a ledger without tables").contains("no such table");
            }
        }
    }

    private void failDisk(LoopDisk failing, Process process) throws Exception {
        event("the disk fails");
        failing.fail();
        process.waitFor(random.nextInt(3000), TimeUnit.MILLISECONDS);
        event("the disk is repaired");
        DaemonProcess.kill(process);
        failing.repair();
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private void rest() throws Exception {
        weather(StormyApi.Weather.CALM);
        Process process = daemon.start("run");
        event("the daemon starts for the last time");
        await().atMost(Duration.ofMinutes(4)).until(() -> dropped.stream().allMatch(TortureTest::hasEnded));
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("stopped within 20 s")
                .isTrue();
    }

    private void drop() throws IOException {
        for (TorturedImport to : IMPORTS) {
            if (dropped.stream().filter(file -> file.to() == to).allMatch(TortureTest::hasEnded)) {
                TorturedFile file = new TorturedFile(
                        to, home.resolve("disk/inbox").resolve(to.word()), dropped.size(), 40 + random.nextInt(300));
                file.drop();
                dropped.add(file);
            }
        }
    }

    private static boolean hasEnded(TorturedFile file) {
        try {
            return file.hasEnded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void weather(StormyApi.Weather weather) {
        event("the API is " + weather);
        api.weather(weather);
    }

    private void event(String what) {
        events.add("%.3f s: %s".formatted(api.age().toNanos() / 1e9, what));
    }

    private <T> T any(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private String counts() {
        return Arrays.stream(new String[] {"killed", "stopped", "power fails", "disk fails"})
                .map(what ->
                        events.stream().filter(event -> event.endsWith(what)).count() + " × " + what)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private Path ledger() {
        return home.resolve("disk/data/ledger.db");
    }

    private Path keep() throws Exception {
        Path kept = Path.of("target", "torture-" + seed);
        new ProcessBuilder("cp", "-r", home.toString(), kept.toString()).start().waitFor();
        return kept;
    }
}
