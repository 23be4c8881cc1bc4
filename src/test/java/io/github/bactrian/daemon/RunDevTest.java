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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --dev}: route files that are saved while the daemon runs. */
class RunDevTest {
    private static final int ROWS = 600;
    private static final String IMPORT = """
            - route:
                id: import-people
                from:
                  uri: import:people
                  parameters: { key: mail, quietPeriod: 0s }
                  steps:
                    - to: direct:create
            """;
    private static final String CREATE = """
            - route:
                id: create
                from:
                  uri: direct:create
                  steps:
                    - setBody:
                        jq: "{accountEnabled: true, displayName: .name, mailNickname: .name, userPrincipalName: (\\"old-\\" + .mail),
                          passwordProfile: {password: \\"Camel-42-x\\"}}"
                    - process: { ref: oauth.graph }
                    - to: { uri: "{{graph.url}}/users", parameters: { httpMethod: POST } }
            """;
    private static final String TICK = """
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters: { period: 100 }
                  steps:
                    - log: { message: "tick one", loggingLevel: WARN }
            """;

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private DaemonProcess daemon;
    private Process running;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
        daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        Files.delete(daemon.home().resolve("routes/import-users.camel.yaml"));
        save("import-people", IMPORT);
        save("create", CREATE);
        running = daemon.start("run", "--dev");
        awaitPrinted("running: 2 routes");
    }

    @AfterEach
    void stop() throws InterruptedException {
        DaemonProcess.kill(running);
        sandbox.close();
    }

    @Test
    void aRouteSavedAmidAnImportRunsForItsOtherRowsAndEachRowIsSentOnce() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(300)));
        drop();
        soon().until(() -> sandbox.userCount() > 20);

        save("create", CREATE.replace("old-", "mid-"));
        awaitPrinted("reloaded in ", ": create, import-people");
        long before = posted("mid-");
        soon().until(() -> posted("mid-") > before);
        save("import-people", IMPORT.replace("key: mail", "key: mail, parallel: 4"));
        save("create", CREATE.replace("old-", "new-"));
        soon().until(() -> posted("new-") > 0);
        sandbox.faults().clear();
        soon().until(() -> receipt() != null);

        assertThat(receipt().at("/rows").toString())
                .isEqualTo(
                        "{\"read\":%d,\"done\":%d,\"rejected\":0,\"skipped\":0,\"unknown\":0}".formatted(ROWS, ROWS));
        assertThat(sandbox.userCount()).isEqualTo(ROWS);
        assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        assertThat(posted("old-")).isPositive();
        assertThat(posted("old-") + posted("mid-") + posted("new-")).isEqualTo(ROWS);
        assertThat(daemon.output()).doesNotContain("Exception", "WARN", "ERROR");
    }

    @Test
    void aFileThatCheckRefusesChangesNothingUntilItIsSavedWell() throws Exception {
        save("create", CREATE.replace("oauth.graph", "oauth.grpah"));
        awaitPrinted(
                "routes/create.camel.yaml:9:27: there is no profile oauth.grpah; did you mean 'oauth.graph'?",
                "not reloaded: all routes run on as they were");
        drop();
        soon().until(() -> sandbox.userCount() == ROWS);

        save("create", CREATE.replace("old-", "new-"));

        awaitPrinted("reloaded in ", ": create, import-people");
    }

    @Test
    void aRouteThatCannotStartLeavesThoseThatRan() throws Exception {
        String missing = "file:nowhere?directoryMustExist=true&startingDirectoryMustExist=true&autoCreate=false";
        save(
                "create",
                CREATE.replace("old-", "new-")
                        + TICK.replace("timer:tick\n      parameters: { period: 100 }", missing));
        awaitPrinted("The routes cannot start: ", "not reloaded: all routes run on as they were");

        drop();

        soon().until(() -> posted("old-") == ROWS);
    }

    @Test
    void aNewFileRunsAndARemovedOneDoesNot() throws Exception {
        save("tick", TICK);
        awaitPrinted("reloaded in ", ": new: tick");
        awaitPrinted("tick one");
        save("tick", TICK.replace("tick one", "tick two").replace("id: tick", "id: tock"));
        awaitPrinted("new: tock; gone: tick", "tick two");

        Files.delete(daemon.home().resolve("routes/tick.camel.yaml"));

        awaitPrinted("gone: tock");
        assertThat(daemon.output().substring(daemon.output().indexOf("gone: tock")))
                .doesNotContain("tick two");
    }

    @Test
    void propertiesWaitForTheNextStartAndThatIsSaid() throws Exception {
        Files.writeString(daemon.home().resolve("more.properties"), "a = b\n");

        awaitPrinted("more.properties: saved; properties are read when the daemon starts");
    }

    private void save(String name, String route) throws IOException {
        Path file = daemon.home().resolve("routes/" + name + ".camel.yaml");
        Path part = Files.writeString(directory.resolve("part"), route);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void drop() throws IOException {
        String rows = IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> user(row) + ",user" + row)
                .collect(Collectors.joining("\n", "mail,name\n", "\n"));
        Path part = Files.writeString(directory.resolve("people.csv"), rows);
        Files.move(part, daemon.home().resolve("inbox/people/people.csv"));
    }

    private static String user(int row) {
        return "user" + row + "@caravan.example";
    }

    private long posted(String prefix) {
        return IntStream.rangeClosed(1, ROWS)
                .filter(row -> sandbox.stats().posts(prefix + user(row)).created() == 1)
                .count();
    }

    private JsonNode receipt() throws IOException {
        try (Stream<Path> files = Files.list(daemon.home().resolve("inbox/people/done"))) {
            Path found = files.filter(file -> file.toString().endsWith(".receipt.json"))
                    .findFirst()
                    .orElse(null);
            return found == null ? null : new ObjectMapper().readTree(found.toFile());
        }
    }

    private void awaitPrinted(String... texts) {
        soon().untilAsserted(() -> assertThat(daemon.output()).contains(texts));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).ignoreException(java.nio.file.NoSuchFileException.class);
    }
}
