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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real daemon at random moments, and counts at the API what it did for each row. */
class KilledImportTest {
    private static final int KILLS = Integer.getInteger("bactrian.test.kills", 20);
    private static final int ROWS_A_KILL = 60;
    private static final int PARALLEL = 8;
    private static final Pattern USER = Pattern.compile("user-\\d{5}@contoso\\.example");
    private static final String HEADER =
            "version:v1.0\r\nName [displayName] Required,User name [userPrincipalName] Required,"
                    + "Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required\r\n";

    @TempDir
    Path home;

    private Sandbox sandbox;
    private DaemonProcess daemon;

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
    void noRowIsLostOrActedOnTwiceHoweverOftenTheDaemonIsKilled() throws Exception {
        long seed = Long.getLong("bactrian.test.seed", System.nanoTime());
        Random random = new Random(seed);
        int rows = KILLS * ROWS_A_KILL;
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(25)));
        drop(rows);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = daemon.start("run");
            killAtRandom(process, random);
        }
        sandbox.faults().clear();
        Process process = daemon.start("run");

        JsonNode receipt = receipt();
        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("stopped within 20 s")
                .isTrue();
        JsonNode counts = receipt.at("/rows");
        Set<String> unknown = userNames("unknown");
        String story = "seed " + seed + ", receipt " + receipt;
        assertThat(counts.at("/read").intValue()).as(story).isEqualTo(rows);
        Set<String> setAside = userNames("rejects");
        assertThat(counts.at("/done").intValue() + counts.at("/unknown").intValue())
                .as(story)
                .isEqualTo(rows - setAside.size());
        assertThat(setAside)
                .as("rejected because they were killed twice before they called; " + story)
                .allMatch(user -> sandbox.stats().posts(user).arrived() == 0);
        assertThat(counts.at("/unknown").intValue())
                .as(story)
                .isEqualTo(unknown.size())
                .isLessThanOrEqualTo(KILLS * PARALLEL);
        assertThat(sandbox.stats().processedMoreThanOnce()).as(story).isEmpty();
        for (int row = 1; row <= rows; row++) {
            String user = user(row);
            assertThat(sandbox.stats().posts(user).created() == 1 || unknown.contains(user) || setAside.contains(user))
                    .as(user + " was created or is reported unknown; " + story)
                    .isTrue();
        }
        assertThat(sandbox.userCount())
                .as(story)
                .isGreaterThanOrEqualTo(counts.at("/done").intValue());
        System.out.println(KILLS + " kills over " + rows + " rows: " + counts);
    }

    @Test
    void aStopWaitsForCallsThatHangButNotBeyondTwentySeconds() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMinutes(2)));
        drop(12);
        Process process = daemon.start("run");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sandbox.stats().directory().requests() == PARALLEL);

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(daemon.output()).isTrue();
        assertThat(files(".work", "users.csv")).hasSize(1);
        sandbox.faults().clear();
        Process next = daemon.start("run");
        assertThat(receipt().at("/rows").toString())
                .isEqualTo("{\"read\":12,\"done\":4,\"rejected\":0,\"skipped\":0,\"unknown\":8}");
        DaemonProcess.kill(next);
    }

    /** Mostly in the middle of calls, sometimes before the first one. */
    private void killAtRandom(Process process, Random random) throws Exception {
        if (random.nextInt(5) == 0) {
            process.waitFor(random.nextInt(2500), TimeUnit.MILLISECONDS);
        } else {
            long before = sandbox.stats().directory().requests();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> sandbox.stats().directory().requests() > before || !process.isAlive());
            process.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS);
        }
        assertThat(process.isAlive()).as(daemon.output()).isTrue();
        DaemonProcess.kill(process);
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

    private Set<String> userNames(String folder) throws Exception {
        Set<String> names = new HashSet<>();
        for (File file : files(folder, "users.csv")) {
            names.addAll(USER.matcher(Files.readString(file.toPath()))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet()));
        }
        return names;
    }
}
