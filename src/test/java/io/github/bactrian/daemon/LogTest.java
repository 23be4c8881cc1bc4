package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon says while it works, and does not. */
class LogTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path USERS = Path.of("examples/users.csv").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aJobIsALineAtItsBeginAndOneAtItsEndAsJsonWithFixedKeys() throws Exception {
        sandbox.faults().add(Fault.on("POST", "/v1.0/users").nth(4).drop().acting());
        DaemonProcess daemon = new DaemonProcess(directory.resolve("home"), sandbox, "bactrian.log = json");
        Process running = daemon.start("run");
        Path inbox = Files.createDirectories(daemon.home().resolve("inbox/users"));
        Files.copy(USERS, inbox.resolve("users.csv"));
        await().atMost(LONGEST).untilAsserted(() -> assertThat(lines(daemon)).anyMatch(line -> line.has("status")));
        DaemonProcess.kill(running);

        List<JsonNode> lines = lines(daemon);
        assertThat(lines).allSatisfy(line -> assertThat(line.has("time") && line.has("level") && line.has("message"))
                .isTrue());
        List<JsonNode> ofJob = lines.stream().filter(line -> line.has("job")).toList();
        assertThat(ofJob).hasSize(2);
        assertThat(keys(ofJob.get(0)))
                .containsExactly("file", "import", "job", "level", "logger", "message", "thread", "time");
        JsonNode end = ofJob.get(1);
        assertThat(end.path("import").asText()).isEqualTo("users");
        assertThat(end.path("status").asText()).isEqualTo("done-with-unknown");
        assertThat(end.path("read").asLong())
                .isEqualTo(20)
                .isEqualTo(end.path("done").asLong()
                        + end.path("rejected").asLong()
                        + end.path("unknown").asLong());
        assertThat(daemon.output())
                .doesNotContain(
                        "Change-me", "@caravan.example", "eyJ", sandbox.app().clientSecret());
    }

    @Test
    void aFileNameNeitherForgesALineNorSteersATerminal() throws Exception {
        String name = "a\n12:00:00 ERROR forged\u001b[2J.csv";
        DaemonProcess daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        Path file = Files.copy(USERS, directory.resolve(name));

        daemon.start("import", "users", file.toString()).waitFor();
        String imported = daemon.output();
        daemon.start("jobs").waitFor();
        String jobs = daemon.output();

        for (String output : List.of(imported, jobs)) {
            assertThat(output)
                    .contains("a\\n12:00:00 ERROR forged\\u001b[2J.csv")
                    .doesNotContain("\u001b")
                    .doesNotContain("\n12:00:00 ERROR forged");
        }
    }

    @Test
    void aRejectNamesTheIdUnderWhichTheApiKnowsItsRefusal() throws Exception {
        DaemonProcess daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        assertThat(daemon.start("import", "users", USERS.toString()).waitFor()).isEqualTo(3);

        try (Stream<Path> rejects = Files.list(daemon.home().resolve("inbox/users/rejects"))) {
            assertThat(rejects.findFirst().orElseThrow())
                    .content()
                    .containsPattern("HTTP 400 \\(request-id [0-9a-f-]{36}\\): ");
        }
    }

    @Test
    void aTakenPortEndsNothingIfNobodyAskedForThePage() throws Exception {
        // whoever has the port, it is taken
        try (ServerSocket mine = new ServerSocket()) {
            takeIfFree(mine);
            DaemonProcess daemon = new DaemonProcess(directory.resolve("home"), sandbox, "camel.server.path = /");
            Process running = daemon.start("run");
            await().atMost(LONGEST).untilAsserted(() -> assertThat(output(daemon))
                    .contains("There is no page", "8080 of 127.0.0.1 is taken", "camel.server.port", "running: "));
            Files.copy(
                    USERS,
                    Files.createDirectories(daemon.home().resolve("inbox/users"))
                            .resolve("users.csv"));
            await().atMost(LONGEST).until(() -> sandbox.userCount() == 17);
            DaemonProcess.kill(running);
        }
    }

    @Test
    void aTakenPortThatWasAskedForEndsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DaemonProcess daemon = new DaemonProcess(
                    directory.resolve("home"), sandbox, "camel.server.port = " + taken.getLocalPort());

            assertThat(daemon.start("run").waitFor()).isEqualTo(2);

            assertThat(daemon.output()).contains(taken.getLocalPort() + " of 127.0.0.1 is taken", "camel.server.port");
        }
    }

    private static void takeIfFree(ServerSocket socket) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
        } catch (IOException e) {
            assertThat(socket.isBound()).isFalse();
        }
    }

    private static String output(DaemonProcess daemon) throws IOException {
        return Files.exists(daemon.home().resolve("output.txt")) ? daemon.output() : "";
    }

    private static List<JsonNode> lines(DaemonProcess daemon) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : output(daemon).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Set<String> keys(JsonNode line) {
        Set<String> keys = new TreeSet<>();
        line.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
