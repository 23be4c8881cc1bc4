package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.FaultScript;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people meet it: a process, its exit code and what it prints. */
class CommandTest {
    private static final Path USERS = Path.of("examples/users.csv").toAbsolutePath();
    private static final int LONGEST_S = 60;

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private DaemonProcess daemon;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
        daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        Files.copy(Path.of("application-sandbox.properties"), daemon.home().resolve("application-sandbox.properties"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void anImportWithRejectsEndsWith3AndSaysWhereTheyAre() throws Exception {
        assertThat(exitCode("import", "users", USERS.toString())).isEqualTo(3);

        assertThat(daemon.output())
                .contains("users.csv  20 rows in ", ", 17 done, 3 rejected")
                .containsPattern("rejected  inbox/users/rejects/.*-users.csv")
                .containsPattern("receipt   inbox/users/done/.*-users.csv.receipt.json")
                .doesNotContain("Exception", "\tat ");
        assertThat(sandbox.userCount()).isEqualTo(17);
    }

    /** The sandbox's issuer refuses every secret but its own. */
    @Test
    void theSandboxIsAskedWithItsOwnCredentialWhateverTheVariablesAndFilesHold() throws Exception {
        daemon.environment()
                .putAll(Map.of("OAUTH_GRAPH_CLIENT_SECRET", "real-secret", "OAUTH_GRAPH_TENANT_ID", "real-tenant"));
        Files.writeString(
                daemon.home().resolve("application.properties"),
                "\noauth.graph.certificate = /nowhere/real.pem\noauth.graph.proxy = http://192.0.2.1:3128\n",
                StandardOpenOption.APPEND);

        assertThat(exitCode(inSandbox("import", "users", USERS.toString()))).isEqualTo(3);

        assertThat(daemon.output()).contains("17 done, 3 rejected").doesNotContain("AADSTS");
    }

    @Test
    void aLedgerOfRealWorkIsNotUsedInTheSandbox() throws Exception {
        exitCode("import", "users", USERS.toString());

        assertThat(exitCode(inSandbox("import", "users", USERS.toString(), "--force")))
                .isEqualTo(2);

        assertThat(daemon.output())
                .contains("data/ledger.db was used without --sandbox", "Set bactrian.ledger to another file");
        assertThat(sandbox.userCount()).isEqualTo(17);
    }

    @Test
    void aLedgerOfTheSandboxIsNotUsedForRealWork() throws Exception {
        assertThat(exitCode(inSandbox("import", "users", USERS.toString()))).isEqualTo(3);
        assertThat(exitCode(inSandbox("import", "users", USERS.toString()))).isZero();

        assertThat(exitCode("import", "users", USERS.toString())).isEqualTo(2);

        assertThat(daemon.output())
                .contains("data/ledger.db was used with --sandbox", "Set bactrian.ledger to another file");
    }

    private static String[] inSandbox(String... arguments) {
        return Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of(
                                "--sandbox", "-Dbactrian.sandbox.issuer-port=0", "-Dbactrian.sandbox.directory-port=0"))
                .toArray(String[]::new);
    }

    @Test
    void theSameFileIsNotImportedTwice() throws Exception {
        exitCode("import", "users", USERS.toString());

        assertThat(exitCode("import", "users", USERS.toString())).isZero();

        assertThat(daemon.output()).contains("users.csv is not imported again");
        assertThat(exitCode("import", "users", USERS.toString(), "--force")).isEqualTo(3);
    }

    @Test
    void callsThatWereNotAnsweredEndWith4() throws Exception {
        sandbox.faults()
                .set(faults(
                        "[{\"path\": \"/v1.0/users\", \"from\": 5, \"count\": 1, \"drop\": true, \"acts\": true}]"));

        assertThat(exitCode("import", "users", USERS.toString())).isEqualTo(4);

        assertThat(daemon.output()).contains("1 unknown").containsPattern("unknown   inbox/users/unknown/.*-users.csv");
    }

    @Test
    void aRefusedSecretStopsTheImportWith1AndTheSameCommandGoesOnOnceItIsRight() throws Exception {
        String[] command = {"import", "users", USERS.toString()};

        assertThat(exitCode("import", "users", USERS.toString(), "-Doauth.graph.client-secret=wrong"))
                .isEqualTo(1);
        assertThat(daemon.output()).contains("AADSTS7000215", "users.csv stopped after", "the same command goes on");

        assertThat(exitCode(command)).isEqualTo(3);
        assertThat(sandbox.userCount()).isEqualTo(17);
    }

    @Test
    void aFaultyRouteStartsNothing() throws Exception {
        Files.writeString(daemon.home().resolve("routes/x.camel.yaml"), "- route:\n    form: timer:x\n");

        assertThat(exitCode("run")).isEqualTo(2);
        assertThat(exitCode("import", "users", USERS.toString())).isEqualTo(2);
        assertThat(exitCode("check", "--offline")).isEqualTo(2);

        assertThat(daemon.output().lines())
                .filteredOn(line ->
                        line.equals("routes/x.camel.yaml:2:5: unknown key 'form' in 'route'; did you mean 'from'?"))
                .hasSize(3);
        assertThat(sandbox.stats().snapshot().toString()).doesNotContain("POST");
    }

    @Test
    void checkOfSoundRoutesFindsNothing() throws Exception {
        assertThat(exitCode("check", "--offline")).isZero();

        assertThat(daemon.output()).isEqualToIgnoringNewLines("check: 1 route, 1 profile, no findings");
    }

    @Test
    void checkFindsWhatOnlyAStartShows() throws Exception {
        Files.writeString(daemon.home().resolve("routes/x.camel.yaml"), """
                - route:
                    from:
                      uri: timer:x
                      steps:
                        - filter: { simple: "${body} == 1", steps: [ { log: one } ] }
                        - loadBalance: { failoverLoadBalancer: { exception: [ "no.such.Exception" ] }, steps: [ { log: one } ] }
                """);

        assertThat(exitCode("check", "--offline")).isEqualTo(2);

        assertThat(daemon.output()).contains("no.such.Exception", "1 finding");
    }

    @Test
    void checkShowsWhyAPropertyOfCamelCannotBeSet() throws Exception {
        assertThat(exitCode("check", "--offline", "-Dcamel.main.shutdown-timeout=soon"))
                .isEqualTo(2);

        assertThat(daemon.output()).containsIgnoringCase("timeout").contains("soon", "1 finding");
    }

    @Test
    void checkKnowsAPropertyWhoseGroupIsMisspelt() throws Exception {
        assertThat(exitCode("check", "--offline", "-Douath.graph.scope=x", "-Dauth.url=of-the-route"))
                .isEqualTo(2);

        assertThat(daemon.output())
                .contains("ouath.graph.scope is unknown; did you mean oauth.graph.scope?", "1 finding");
    }

    @Test
    void checkWarnsOfRoutesThatAreNotRead() throws Exception {
        String route = "- route: { from: { uri: \"timer:x\", steps: [ { log: x } ] } }\n";
        Files.writeString(daemon.home().resolve("routes/x.yaml"), route);
        Files.writeString(daemon.home().resolve("routes/y.camel.yml"), route);
        Files.writeString(daemon.home().resolve("routes/data.yaml"), "- name: no route\n");

        assertThat(exitCode("check", "--offline")).isZero();

        assertThat(daemon.output())
                .contains("routes/x.yaml:1:1: warning: no one reads these routes", "routes/y.camel.yml:1:1: warning: ")
                .doesNotContain("data.yaml");
    }

    @Test
    void checkListsWhereAMessageSteersMoreThanOneValueAndStillFindsNothing() throws Exception {
        Files.writeString(daemon.home().resolve("routes/x.camel.yaml"), """
                - route:
                    from:
                      uri: direct:x
                      steps:
                        - process: { ref: oauth.graph }
                        - toD: "{{graph.url}}/${segments:header.path}"
                """);

        assertThat(exitCode("check", "--offline")).isZero();

        assertThat(daemon.output().lines())
                .containsExactly(
                        "routes/x.camel.yaml:6:16: note: ${segments:header.path} takes several path segments from the message",
                        "check: 2 routes, 1 profile, no findings");
        assertThat(exitCode("check", "--offline", "--json")).isZero();
        assertThat(daemon.output()).endsWith("[ ]" + System.lineSeparator());
    }

    @Test
    void checkGetsATokenForEachProfileAndNeverShowsIt() throws Exception {
        assertThat(exitCode("check")).isZero();
        assertThat(exitCode("check", "-Doauth.graph.client-secret=wrong")).isEqualTo(2);

        assertThat(daemon.output())
                .contains("oauth.graph: token for https://graph.microsoft.com, roles User.ReadWrite.All, valid for ")
                .contains("AADSTS7000215", "1 finding")
                .doesNotContain("eyJ");
    }

    @Test
    void checkNamesThePlaceOfAnUnknownProfileSetting() throws Exception {
        Files.writeString(daemon.home().resolve("more.properties"), "\noauth.graph.scop = x\n");

        assertThat(exitCode("check", "--offline", "--properties", "more.properties"))
                .isEqualTo(2);

        assertThat(daemon.output())
                .contains("more.properties:2: oauth.graph.scop")
                .contains("did you mean scope?");
    }

    @Test
    void aPropertyThatNobodyFilledInEndsTheStart() throws Exception {
        assertThat(exitCode("run", "-Doauth.graph.tenant-id=<tenant id>")).isEqualTo(2);

        assertThat(daemon.output())
                .isEqualToIgnoringNewLines(
                        "-Doauth.graph.tenant-id: oauth.graph.tenant-id is still to be filled in, or use --sandbox");
    }

    @Test
    void anUnknownImportIsNamedWithTheNearest() throws Exception {
        assertThat(exitCode("import", "user", USERS.toString())).isEqualTo(2);

        assertThat(daemon.output())
                .isEqualToIgnoringNewLines("No route consumes from import:user; did you mean 'users'?");
    }

    @Test
    void aMisspeltCommandIsNamedWithTheNearest() throws Exception {
        assertThat(exitCode("chekc")).isEqualTo(2);

        assertThat(daemon.output()).startsWith("There is no command 'chekc'; did you mean 'check'?");
    }

    @Test
    void aPortInUseEndsTheStartWithOneMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "-Dbactrian.sandbox.issuer-port=" + taken.getLocalPort();

            assertThat(exitCode("run", "--sandbox", port)).isEqualTo(2);

            assertThat(daemon.output().lines())
                    .singleElement()
                    .asString()
                    .contains("" + taken.getLocalPort(), "bactrian.sandbox.issuer-port");
        }
    }

    @Test
    void aDaemonTakesDroppedFilesAndFilesHandedToIt() throws Exception {
        Process running = running();

        Files.copy(USERS, inbox("dropped.csv"));
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> sandbox.userCount() == 17);
        Path other = Files.write(directory.resolve("other.csv"), withOneRaggedRow());

        assertThat(exitCode("import", "users", other.toString())).isEqualTo(3);
        assertThat(daemon.output()).contains("handed to the daemon that runs here", "other.csv  1 row in ");
        running.destroy();
    }

    @Test
    void aSecondDaemonInTheSameDirectoryIsRefused() throws Exception {
        Process running = running();

        assertThat(exitCode("run")).isEqualTo(2);

        assertThat(daemon.output()).contains("A daemon or an import already runs here");
        running.destroy();
    }

    @Test
    void aDaemonStopsWithin20SecondsAmidAnImportAndGoesOnLater() throws Exception {
        sandbox.faults().set(faults("[{\"path\": \"/v1.0\", \"quota\": \"2/1s\"}]"));
        Process running = running();
        Files.copy(USERS, inbox("users.csv"));
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> sandbox.userCount() > 3);

        running.destroy();

        assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        sandbox.faults().clear();
        Process again = running();
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> sandbox.userCount() == 17);
        again.destroy();
    }

    private Process running() throws IOException {
        long before = greetings();
        Process process = daemon.start("run");
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(() -> greetings() > before);
        return process;
    }

    private long greetings() throws IOException {
        Path output = daemon.home().resolve("output.txt");
        return Files.exists(output)
                ? daemon.output()
                        .lines()
                        .filter(line -> line.startsWith("running: "))
                        .count()
                : 0;
    }

    private int exitCode(String... arguments) throws Exception {
        Process process = daemon.start(arguments);
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Path inbox(String name) {
        return daemon.home().resolve("inbox/users").resolve(name);
    }

    private static List<String> withOneRaggedRow() throws IOException {
        List<String> head = Files.readAllLines(USERS).subList(0, 2);
        return List.of(head.get(0), head.get(1), "Zoe Zander,zoe.zander@caravan.example");
    }

    private static List<Fault> faults(String json) {
        return FaultScript.read(json);
    }
}
