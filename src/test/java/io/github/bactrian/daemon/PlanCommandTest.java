package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bactrian plan} as people meet it: a process, its exit code and what it prints. */
class PlanCommandTest {
    private static final Path USERS = Path.of("examples/users.csv").toAbsolutePath();
    private static final int LONGEST_S = 120;

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private Object untouched;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
        daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        untouched = sandbox.stats().snapshot();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void thePlanOfTheExampleShowsRequestsAndTheRowThatWouldBeRejected() throws Exception {
        assertThat(exitCode("plan", "users", USERS.toString(), "-Doauth.graph.call.rate=20/s"))
                .isEqualTo(3);

        assertThat(daemon.output())
                .contains("row 3 (line 5)", "  POST " + sandbox.directory() + "/users")
                .contains("    Authorization: Bearer <app-only token of oauth.graph>")
                .contains("    Content-Type: application/json", "      \"displayName\": \"Chiara Neri\",")
                .contains("users.csv  20 rows: 19 can be sent, 1 would be rejected")
                .contains("    line 23: the row has 9 columns, the header has 17")
                .contains("  1 row with the key of an earlier one: line 21")
                .contains("  19 × POST with a token of oauth.graph", "20 rows, about 1.0 s at 20/s")
                .doesNotContain("row 4", "\033");
    }

    @Test
    void nothingIsSentNoTokenIsAskedForAndNothingIsWritten() throws Exception {
        Set<Path> before = files();

        exitCode("plan", "users", USERS.toString());

        assertThat(sandbox.stats().snapshot()).isEqualTo(untouched);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void otherEndpointsThanHttpAreNamedAndDoNotAct() throws Exception {
        route("""
                - route:
                    from:
                      uri: import:things
                      steps:
                        - wireTap: { uri: "direct:tapped" }
                        - toD: { uri: "file:outbox?fileName=${body[name]}.txt", cacheSize: -1 }
                        - to: { uri: "log:noted" }
                        - log: { message: "${body}", loggingLevel: ERROR }
                        - pollEnrich: { constant: "file:src", timeout: 0 }
                        - to: { uri: "GRAPH/things" }
                - route:
                    from:
                      uri: direct:tapped
                      steps: [ { setBody: { constant: "" } }, { to: { uri: "GRAPH/tapped" } } ]
                - route: { from: { uri: "timer:tick?delay=0&period=1", steps: [ { to: { uri: "file:ticks" } } ] } }
                """);
        Path source = Files.createDirectories(daemon.home().resolve("src"));
        Files.writeString(source.resolve("kept.txt"), "kept");
        Set<Path> before = files();

        assertThat(exitCode("plan", "things", file("name,pin", "a,1").toString()))
                .isZero();

        assertThat(daemon.output())
                .contains(
                        "  → would send to file:outbox",
                        "  → would send to log:noted",
                        "  1 × GET without a token",
                        "  1 × POST")
                .doesNotContain("ERROR", "ticks");
        assertThat(files()).isEqualTo(before);
        assertThat(sandbox.stats().snapshot()).isEqualTo(untouched);
    }

    @Test
    void aSecretColumnIsMaskedWhereverTheMappingPutsIt() throws Exception {
        route("""
                - route:
                    from:
                      uri: import:things
                      parameters: { secretFields: pin }
                      steps:
                        - setHeader: { name: X-Pin, simple: "${body[pin]}" }
                        - setHeader: { name: X-Other, simple: "a ${body[pin]} b" }
                        - setHeader: { name: CamelHttpQuery, simple: "q=${body[pin]}" }
                        - setBody: { jq: "{pin, deep: [{text: (\\"is \\" + .pin)}], half: .pin[0:7], size: (.pin | length)}" }
                        - process: { ref: oauth.graph }
                        - to: { uri: "GRAPH/things", parameters: { httpMethod: POST } }
                """);

        assertThat(exitCode(
                        "plan",
                        "things",
                        file("name,pin", "a,\"sesame\"\"/open\"").toString()))
                .isZero();

        assertThat(daemon.output())
                .contains("X-Other: a *** b", "\"pin\": \"***\"", "\"text\": \"is ***\"", "\"size\": 12")
                .doesNotContain("sesame", sandbox.app().clientSecret());
    }

    @Test
    void whatFollowsAnAnswerIsSaidToBeUnknown() throws Exception {
        route("""
                - route:
                    from:
                      uri: import:things
                      steps:
                        - setBody: { jq: "{name}" }
                        - to: { uri: "GRAPH/things", parameters: { httpMethod: POST } }
                        - unmarshal: { json: {} }
                        - throwException: { exceptionType: "java.lang.IllegalStateException", message: "no id" }
                """);

        assertThat(exitCode("plan", "things", file("name", "a", "b").toString()))
                .isZero();

        assertThat(daemon.output())
                .contains("how it goes on depends on the answers, which a plan does not know: no id")
                .contains("2 rows: 0 can be sent, 2 not known");
    }

    @Test
    void aFaultThatNoRowCanHelpEndsWith2() throws Exception {
        route("""
                - route:
                    from:
                      uri: import:things
                      steps:
                        - setBody: { jq: "{name}" }
                        - setHeader: { name: Authorization, constant: "Bearer mine" }
                        - process: { ref: oauth.graph }
                        - to: { uri: "GRAPH/things" }
                """);

        assertThat(exitCode("plan", "things", file("name", "a").toString())).isEqualTo(2);

        assertThat(daemon.output()).contains("the import would stop at row 1 (line 2)", "Authorization of its own");
    }

    @Test
    void aFileThatCannotBeReadEndsWith2() throws Exception {
        assertThat(exitCode("plan", "users", directory.resolve("none.csv").toString()))
                .isEqualTo(2);
        assertThat(exitCode("plan", "user", USERS.toString())).isEqualTo(2);
        Path broken = file(
                "name",
                "User name [userPrincipalName] Required,Initial password [passwordProfile] Required",
                "a,b",
                "\"never closed");
        assertThat(exitCode("plan", "users", broken.toString())).isEqualTo(2);

        assertThat(daemon.output())
                .contains("none.csv: no such file", "did you mean 'users'?")
                .contains("the rest of the file cannot be read: line 4");
    }

    @Test
    void aFileThatWasImportedBeforeIsToldAlsoBesideARunningDaemon() throws Exception {
        exitCode("import", "users", USERS.toString());
        exitCode("plan", "users", USERS.toString(), "--rows", "0");
        assertThat(daemon.output())
                .containsPattern("the same bytes were given to job .* \\(done-with-rejects\\): the file would not be");
        Process running = daemon.start("run");
        await().until(() -> daemon.output().contains("running: "));

        assertThat(exitCode("plan", "users", USERS.toString())).isEqualTo(3);

        assertThat(daemon.output().split("the same bytes were given", -1)).hasSize(3);
        running.destroy();
    }

    @Test
    void manyRowsNeedLittleMemory() throws Exception {
        Stream<String> rows = IntStream.range(0, 200_000).mapToObj(i -> "name" + i + ",0123456789");
        Path many = Files.write(
                directory.resolve("many.csv"),
                Stream.concat(Stream.of("name,pin"), rows).toList());
        route("""
                - route:
                    from:
                      uri: import:things
                      parameters: { key: name }
                      steps: [ { setBody: { simple: "${body[name]}" } }, { to: { uri: "GRAPH/things" } } ]
                """);

        assertThat(exitCode(List.of("-Xmx64m"), "plan", "things", many.toString(), "--rows", "0"))
                .isZero();

        assertThat(daemon.output())
                .contains("200,000 rows: 200,000 can be sent")
                .doesNotContain("key of an earlier");
    }

    @Test
    void theWindowOfAnImportIsInTheEstimateAndProgramsGetJson() throws Exception {
        route("""
                - route:
                    from:
                      uri: import:things
                      parameters: { window: "Sat 01:00-02:00 Europe/Amsterdam" }
                      steps:
                        - setBody: { simple: "${body[name]}" }
                        - process: { ref: oauth.graph }
                        - to: { uri: "GRAPH/things" }
                """);
        Path things = file("name,pin", "a,1", "b", "c,3");

        assertThat(exitCode("plan", "things", things.toString(), "-Doauth.graph.call.rate=1/s"))
                .isEqualTo(3);
        assertThat(daemon.output())
                .contains(
                        "  it works only in the window Sat 01:00-02:00 Europe/Amsterdam: dropped now, it would be done about Sat ");

        Files.delete(daemon.home().resolve("output.txt"));
        assertThat(exitCode("plan", "things", things.toString(), "--json", "-Doauth.graph.call.rate=1/s"))
                .isEqualTo(3);
        String output = daemon.output();
        JsonNode json = new ObjectMapper().readTree(output.substring(output.indexOf('{'), output.lastIndexOf('}') + 1));
        assertThat(json.at("/rows/read").asInt()).isEqualTo(3);
        assertThat(json.at("/rejected/0/line").asInt()).isEqualTo(3);
        assertThat(json.at("/calls/0/count").asInt()).isEqualTo(2);
        assertThat(json.at("/calls/0/perSecond").asDouble()).isEqualTo(1);
        assertThat(json.at("/seconds").asDouble()).isEqualTo(2);
        assertThat(json.at("/window").asText()).isEqualTo("Sat 01:00-02:00 Europe/Amsterdam");
        assertThat(json.at("/done").asText()).contains("T01:").contains("+0");
        assertThat(json.at("/unreadable").isNull()).isTrue();
    }

    private void route(String yaml) throws IOException {
        Files.writeString(
                daemon.home().resolve("routes/things.camel.yaml"),
                yaml.replace("GRAPH", sandbox.directory().toString()));
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("things.csv"), List.of(lines));
    }

    private int exitCode(String... arguments) throws Exception {
        return exitCode(List.of(), arguments);
    }

    private int exitCode(List<String> options, String... arguments) throws Exception {
        Process process = daemon.start(options, arguments);
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** All there is in the working directory, but what the command prints. */
    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(daemon.home())) {
            return files.filter(file -> !file.endsWith("output.txt")).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
