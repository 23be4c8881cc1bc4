package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real daemon at random moments in bad weather, and counts at the API what it did for each row. */
class KilledImportTest {
    private static final int KILLS = Integer.getInteger("bactrian.test.kills", 8);
    private static final int SMALL = 24;
    private static final int LARGE = KILLS < 50 ? 500 : 5000;
    private static final int PARALLEL = 8;
    /** An API that has answered nothing yet gets no more calls at once. */
    private static final int AT_FIRST = 4;

    private static final String HEADER =
            "version:v1.0\r\nName [displayName] Required,User name [userPrincipalName] Required,"
                    + "Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required\r\n";

    @TempDir
    Path home;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private final List<DroppedUsers> dropped = new ArrayList<>();
    private Weather weather;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        daemon = new DaemonProcess(home, sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void whateverHappensToDaemonAndApiEveryRowHasOneOutcomeThatTheApiConfirms() throws Exception {
        long seed = Long.getLong("bactrian.test.seed", System.nanoTime());
        Random random = new Random(seed);
        weather = new Weather(sandbox, random);
        writeRoute("users", "User name [userPrincipalName] Required");
        writeRoute("teams", "Department [department]");
        writeProbedRoute();
        Instant begin = Instant.now();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                drop("teams", "team-" + kill + ".csv", SMALL);
                if (dropped("probed").allMatch(this::hasEnded)) {
                    drop("probed", "probed-" + kill + ".csv", SMALL);
                }
                if (dropped("users").allMatch(this::hasEnded)) {
                    drop("users", "user-" + kill + ".csv", LARGE);
                }
                weather.change();
                Process process = daemon.start("run");
                awaitMoment(process, random);
                end(process, random);
            }
            weather.calm();
            Process process = daemon.start("run");
            await().atMost(Duration.ofMinutes(3)).until(() -> dropped.stream().allMatch(this::hasEnded));
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("stopped within 20 s")
                    .isTrue();
            int unknown = 0;
            for (DroppedUsers file : dropped) {
                file.assertEveryRowHasOneOutcome(sandbox);
                unknown += file.unknown();
            }
            assertThat((long) unknown).isLessThanOrEqualTo(weather.leftUnanswered() + KILLS * 2L * PARALLEL);
            System.out.printf(
                    "seed %d: %d kills in %d s over %d files with %d rows; %d rows unknown, where the API left %d calls"
                            + " unclear%n",
                    seed,
                    KILLS,
                    Duration.between(begin, Instant.now()).toSeconds(),
                    dropped.size(),
                    dropped.stream().mapToInt(DroppedUsers::rows).sum(),
                    unknown,
                    weather.leftUnanswered());
        } catch (Throwable e) {
            Path kept = Path.of("target", "killed-import-" + seed);
            copy(home, kept);
            System.out.println("seed " + seed + "; what was left is in " + kept);
            throw e;
        }
    }

    @Test
    void aStopWaitsForCallsThatHangButNotBeyondTwentySeconds() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMinutes(2)));
        drop(12);
        Process process = daemon.start("run");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sandbox.stats().directory().requests() == AT_FIRST);

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(daemon.output()).isTrue();
        assertThat(files(".work", "users.csv")).hasSize(1);
        sandbox.faults().clear();
        Process next = daemon.start("run");
        assertThat(receipt().at("/rows").toString())
                .isEqualTo("{\"read\":12,\"done\":8,\"rejected\":0,\"skipped\":0,\"unknown\":4}");
        DaemonProcess.kill(next);
    }

    /** In the middle of calls, while a job ends, or while the daemon starts and recovers. */
    private void awaitMoment(Process process, Random random) throws Exception {
        int choice = random.nextInt(10);
        if (choice < 2) {
            process.waitFor(random.nextInt(2000), TimeUnit.MILLISECONDS);
            return;
        }
        long calls = sandbox.stats().directory().requests() + random.nextInt(60);
        int files = outcomeFiles();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
        while (System.nanoTime() < giveUp
                && (choice < 6 ? sandbox.stats().directory().requests() <= calls : outcomeFiles() == files)) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        process.waitFor(random.nextInt(choice < 6 ? 60 : 4), TimeUnit.MILLISECONDS);
    }

    /** Mostly as kill -9 does, sometimes asking first, and not always waiting for what it does then. */
    private void end(Process process, Random random) throws Exception {
        assertThat(process.isAlive()).as(daemon.output()).isTrue();
        if (random.nextInt(4) == 0) {
            process.destroy();
            process.waitFor(random.nextBoolean() ? random.nextInt(300) : 20_000, TimeUnit.MILLISECONDS);
        }
        DaemonProcess.kill(process);
    }

    /** Also those that are being written. */
    private int outcomeFiles() {
        int count = 0;
        for (String folder : new String[] {"done", "rejects", "unknown"}) {
            String[] names =
                    home.resolve("inbox/teams").resolve(folder).toFile().list();
            count += names == null ? 0 : names.length;
        }
        return count;
    }

    private void writeRoute(String importName, String key) throws Exception {
        String route = Files.readString(Path.of("routes/import-users.camel.yaml"))
                .replace("import-users", "import-" + importName)
                .replace("import:users", "import:" + importName)
                .replaceFirst("key: \"User.*", "key: \"" + key + "\"\n        quietPeriod: 0s");
        Files.writeString(home.resolve("routes/import-" + importName + ".camel.yaml"), route);
    }

    /** Rows in doubt are asked about, and run again if they did not take effect. */
    private void writeProbedRoute() throws Exception {
        String name = "User name [userPrincipalName] Required";
        writeRoute("probed", name + "\"\n        onUnknown: \"direct:did-it-work");
        Files.writeString(home.resolve("routes/did-it-work.camel.yaml"), """
                - route:
                    id: did-it-work
                    from:
                      uri: direct:did-it-work
                      steps:
                        - process: { ref: oauth.graph }
                        - setBody: { constant: "" }
                        - toD: { uri: "{{graph.url}}/users/${header.CamelImportKey}", parameters: { httpMethod: GET } }
                """);
    }

    private void drop(String importName, String name, int rows) throws Exception {
        DroppedUsers file = new DroppedUsers(home, importName, name, rows);
        file.drop();
        dropped.add(file);
    }

    private Stream<DroppedUsers> dropped(String importName) {
        return dropped.stream().filter(file -> file.importName().equals(importName));
    }

    private boolean hasEnded(DroppedUsers file) {
        try {
            return file.hasEnded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private void drop(int rows) throws Exception {
        StringBuilder file = new StringBuilder(HEADER);
        for (int row = 1; row <= rows; row++) {
            file.append("User ").append(row).append(',').append(user(row)).append(",Very-secret-42,No\r\n");
        }
        Files.createDirectories(home.resolve("inbox/users"));
        Files.writeString(home.resolve("inbox/users/users.csv"), file);
    }

    private static String user(int row) {
        return String.format(Locale.ROOT, "user-%05d@contoso.example", row);
    }

    private JsonNode receipt() throws Exception {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> !files("done", ".receipt.json").isEmpty());
        return new ObjectMapper()
                .readTree(files("done", ".receipt.json").iterator().next());
    }

    private Set<File> files(String folder, String suffix) {
        File[] all =
                home.resolve("inbox/users").resolve(folder).toFile().listFiles((dir, name) -> name.endsWith(suffix));
        return new HashSet<>(Arrays.asList(Objects.requireNonNullElse(all, new File[0])));
    }
}
