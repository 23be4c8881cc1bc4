package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportProducerTest {
    private static final String FILE = HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob");

    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void aFileOfAnSftpServerIsImportedAndDeletedThereOnceItsJobIsRecorded() throws Exception {
        Path remote = Files.createDirectories(home.resolve("remote/out"));
        try (SshServer server = sftpServer(home.resolve("remote"));
                RunningImport users = RunningImport.start(home, sandbox)) {
            addSftpRoute(users, server.getPort());
            Files.writeString(remote.resolve("new.csv"), FILE);

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/file").textValue()).isEqualTo("new.csv");
            assertThat(receipt.at("/rows/done").intValue()).isEqualTo(2);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(remote.resolve("new.csv")).doesNotExist());

            // as if the process had died before the file was deleted there: it comes once more
            Files.writeString(remote.resolve("new.csv"), FILE);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            users.component().jobs().get(0).receipt().status())
                    .isEqualTo("skipped"));
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
            assertThat(sandbox.userCount()).isEqualTo(2);
        }
    }

    @Test
    void anyBodyThatIsBytesOrTextIsSpooledUnderItsOwnersEyesOnly() throws Exception {
        Path file = Files.writeString(home.resolve("f.csv"), HEADER + row("d@x.example", "D"));
        List<Object> bodies = List.of(
                HEADER + row("a@x.example", "A"),
                (HEADER + row("b@x.example", "B")).getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream((HEADER + row("c@x.example", "C")).getBytes(StandardCharsets.UTF_8)),
                file.toFile());
        try (RunningImport users = RunningImport.start(home, sandbox);
                var producer = users.context().createProducerTemplate()) {
            for (Object body : bodies) {
                Exchange sent = producer.send(
                        "import:users", message -> message.getMessage().setBody(body));

                assertThat(sent.getException()).isNull();
                assertThat(sent.getMessage().getHeader("CamelImportJob", String.class))
                        .matches("\\d{8}T\\d{6}-\\w{5}");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> sandbox.userCount() == 4);
            await().untilAsserted(() -> assertThat(users.find("done", "message.csv"))
                    .hasSize(4)
                    .allSatisfy(done ->
                            assertThat(Files.getPosixFilePermissions(done)).hasSize(2)));
        }
    }

    @Test
    void aRedeliveredFileOfAJobThatWaitsForADecisionDecidesNothing() throws Exception {
        String steps = "- throwException: { exceptionType: java.lang.IllegalStateException, message: no }\n";
        String many = HEADER + row("a@x.example", "A").repeat(150);
        try (RunningImport users = RunningImport.start(home, sandbox, steps, new String[0]);
                var producer = users.context().createProducerTemplate()) {
            producer.sendBodyAndHeader("import:users", many, Exchange.FILE_NAME, "new.csv");
            assertThat(users.receipt(".work", "new.csv").at("/status").textValue())
                    .isEqualTo("stopped");

            producer.sendBodyAndHeader("import:users", many, Exchange.FILE_NAME, "again.csv");

            assertThat(users.receipt("done", "again.csv").at("/reason").textValue())
                    .endsWith("has the same bytes, and is not finished");
            assertThat(users.find(".work", "new.csv")).hasSize(1);
        }
    }

    @Test
    void anImportThatNobodyConsumesIsRefused() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox);
                var producer = users.context().createProducerTemplate()) {
            assertThatThrownBy(() -> producer.sendBody("import:guests", FILE))
                    .hasRootCauseMessage(
                            "No route consumes from import:guests, here or in another process with this ledger;"
                                    + " add one, or correct the name");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/new.csv, new.csv",
        "..\\new.csv, new.csv",
        "../.., message.csv",
        ".hidden.csv, hidden.csv",
        "'', message.csv",
        "'a:b\n.csv', a_b_.csv"
    })
    void aNameLeadsNowhere(String given, String name) {
        assertThat(ImportProducer.fileName(given)).isEqualTo(name);
    }

    private static void addSftpRoute(RunningImport users, int port) throws Exception {
        users.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sftp:127.0.0.1:" + port + "/out?username=me&password=secret&delete=true&delay=200&initialDelay=0"
                                + "&useUserKnownHostsFile=false")
                        .to("import:users");
            }
        });
    }

    private static SshServer sftpServer(Path root) throws Exception {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> password.equals("secret"));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.start();
        return server;
    }
}
