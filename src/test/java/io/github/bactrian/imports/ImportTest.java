package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
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
    void aDroppedFileBecomesOneCallARow() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob"));

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("done");
            assertThat(receipt.at("/rows/read").intValue()).isEqualTo(2);
            assertThat(receipt.at("/rows/done").intValue()).isEqualTo(2);
            assertThat(receipt.at("/calls/sent").intValue()).isEqualTo(2);
            assertThat(sandbox.userCount()).isEqualTo(2);
            assertThat(users.file("done", "new.csv"))
                    .hasContent(HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob"));
        }
    }

    @Test
    void aRowWhoseKeyWouldBeAnotherResourceIsRejectedUnderTheNameOfItsColumn() throws Exception {
        String steps = """
                - process: { ref: oauth.graph }
                - setBody: { constant: "" }
                - toD: { uri: "%s/users/${header.CamelImportKey}", parameters: { httpMethod: GET, okStatusCodeRange: 200-404 } }
                - setProperty: { name: importOutcome, constant: done }
                """.formatted(sandbox.directory());
        try (RunningImport users = RunningImport.start(home, sandbox, steps, new String[] {"key: mail"})) {
            users.drop(
                    "new.csv", HEADER + row("..", "Up") + row("a/b?httpMethod=DELETE&c", "Odd") + row("c@d", "Plain"));

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/rows").toString())
                    .isEqualTo("{\"read\":3,\"done\":2,\"rejected\":1,\"skipped\":0,\"unknown\":0}");
            assertThat(Files.readString(users.file("rejects", "new.csv")))
                    .contains("the key (column mail) is refused: a path segment would be empty, '.' or '..' with it");
        }
    }

    @Test
    void rejectedRowsAreWrittenAsTheyStoodWithTheReasonAdded() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox, "parallel: 1")) {
            users.drop(
                    "new.csv",
                    "\uFEFFmail;name;password\r\nann@x.example;\"An;n\";Very-secret-42\r\nann@x.example;\"An;n\";Very-secret-42\r\nshort;row\r\n\r\n");

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("done-with-rejects");
            assertThat(receipt.at("/rows").toString())
                    .isEqualTo("{\"read\":3,\"done\":1,\"rejected\":2,\"skipped\":0,\"unknown\":0}");
            assertThat(Files.readString(users.file("rejects", "new.csv")).split("\r\n"))
                    .satisfiesExactly(
                            header -> assertThat(header).isEqualTo("\uFEFF_row;_error;mail;name;password"),
                            duplicate -> assertThat(duplicate)
                                    .startsWith("2;\"")
                                    .contains("HTTP 400", "already exists")
                                    .endsWith("\";ann@x.example;\"An;n\";Very-secret-42"),
                            ragged -> assertThat(ragged)
                                    .startsWith("3;\"the row has 2 columns, the header has 3")
                                    .endsWith("\";short;row"));
        }
    }

    @Test
    void aFixedRejectFileCanBeDroppedAgainAndIsLinkedToItsParent() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann") + row("", "Bob"));
            JsonNode first = users.receipt("done", "new.csv");
            Path rejects = users.file("rejects", "new.csv");
            String fixed = Files.readString(rejects)
                    .replace(",Bob,", "bob@x.example,Bob,")
                    .replace("\n,", "\n");

            users.drop(rejects.getFileName().toString(), fixed);
            JsonNode second = users.receipt("done", rejects.getFileName().toString());

            assertThat(second.at("/status").textValue()).isEqualTo("done");
            assertThat(second.at("/parent").textValue())
                    .isEqualTo(first.at("/job").textValue());
            assertThat(sandbox.userCount()).isEqualTo(2);
        }
    }

    @Test
    void aThrottledImportWaitsAndLosesNothing() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(3).answer(429, Map.of("Retry-After", "1"), null));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(20));

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("done");
            assertThat(receipt.at("/calls/throttled").intValue()).isEqualTo(1);
            assertThat(receipt.at("/calls/sent").intValue()).isEqualTo(21);
            assertThat(receipt.at("/calls/waitedMs").intValue()).isPositive();
        }
    }

    @Test
    void aCallThatIsSentAndNotAnsweredMakesItsRowUnknown() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(2).drop().acting());
        try (RunningImport users = RunningImport.start(home, sandbox, "parallel: 1")) {
            users.drop("new.csv", HEADER + rows(3));

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("done-with-unknown");
            assertThat(receipt.at("/rows/unknown").intValue()).isEqualTo(1);
            assertThat(Files.readString(users.file("unknown", "new.csv"))).contains("user2@x.example", "no answer");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void rowsWithTheSameKeyStopBehindOneThatEndedUnknown() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop());
        try (RunningImport users = RunningImport.start(home, sandbox, "key: mail", "parallel: 1")) {
            users.drop(
                    "new.csv",
                    HEADER + row("ann@x.example", "Ann") + row("ann@x.example", "Anna") + row("bob@x.example", "Bob"));

            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/rows").toString())
                    .isEqualTo("{\"read\":3,\"done\":1,\"rejected\":1,\"skipped\":0,\"unknown\":1}");
            assertThat(Files.readString(users.file("rejects", "new.csv"))).contains("not sent, because an earlier row");
        }
    }

    @Test
    void anUnreachableApiPausesTheImportUntilItIsBack() throws Exception {
        Sandbox other = Sandbox.start(SandboxSettings.in(home.resolve("other")));
        int port = other.directory().getPort();
        other.close();
        String steps = "- setBody: { constant: x }\n- to: { uri: \"http://127.0.0.1:" + port
                + "/v1.0/users\", parameters: { httpMethod: POST } }\n";
        try (RunningImport users = RunningImport.start(home, sandbox, steps, new String[0])) {
            users.drop("new.csv", HEADER + rows(5));
            ImportComponent component = users.context().getComponent("import", ImportComponent.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> component.progress().stream()
                    .anyMatch(p -> p.state().equals("paused")));

            assertThat(component.progress().get(0).rows().ended()).isZero();
            assertThat(component.progress().get(0).holdReason()).contains("was not sent");
        }
        assertThat(home.resolve("inbox/.work").toFile().list()).hasSize(1);
    }

    @Test
    void aRefusedTokenRequestStopsTheJobAndKeepsTheFile() throws Exception {
        sandbox.faults()
                .set(Fault.on("POST", "/*/oauth2/v2.0/token")
                        .answer(
                                401,
                                Map.of(),
                                new com.fasterxml.jackson.databind.ObjectMapper()
                                        .createObjectNode()
                                        .put("error", "invalid_client")
                                        .put("error_description", "AADSTS7000222: expired")));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(5));

            JsonNode receipt = users.receipt(".work", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("stopped");
            assertThat(receipt.at("/reason").textValue()).contains("7000222");
            assertThat(users.file(".work", "new.csv")).exists();
            sandbox.faults().clear();
        }
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(5);
        }
    }

    @Test
    void theSameBytesAreNotImportedTwice() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(2));
            users.receipt("done", "new.csv");
            users.drop("again.csv", HEADER + rows(2));

            JsonNode receipt = users.receipt("done", "again.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("skipped");
            assertThat(receipt.at("/reason").textValue()).contains("imported the same bytes, and ended done (new.csv)");
            assertThat(sandbox.stats().usersCreated()).isEqualTo(2);
        }
    }

    @Test
    void aStopPutsTheJobDownAndTheNextStartGoesOn() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(100)));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(400));
            await().atMost(Duration.ofSeconds(20)).until(() -> sandbox.userCount() > 50);
        }
        assertThat(home.resolve("inbox/.work").toFile().list()).hasSize(1);
        assertThat(sandbox.userCount()).isLessThan(400);
        sandbox.faults().clear();
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            JsonNode receipt = users.receipt("done", "new.csv");

            assertThat(receipt.at("/rows/done").intValue()).isEqualTo(400);
            assertThat(receipt.at("/rows/unknown").intValue()).isZero();
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aWrongMappingStopsTheJobAfterAHundredRows() throws Exception {
        String steps =
                "- throwException: { exceptionType: java.lang.IllegalStateException, message: \"no such column\" }\n";
        try (RunningImport users = RunningImport.start(home, sandbox, steps, new String[0])) {
            users.drop("new.csv", HEADER + rows(1000));

            JsonNode receipt = users.receipt(".work", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("stopped");
            assertThat(receipt.at("/reason").textValue()).contains("maxRejects=50%", "mapping is wrong");
            assertThat(receipt.at("/rows/rejected").intValue()).isBetween(100, 120);
        }
    }

    @Test
    void aFileThatIsNoCsvEndsInFailedWithTheReason() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("picture.csv", new byte[] {'P', 'N', 'G', 0, 1, 2});

            assertThat(users.receipt("failed", "picture.csv").at("/reason").textValue())
                    .isEqualTo(
                            "the file is not CSV text: byte 3 is zero; if it is UTF-16 without a mark, set charset=UTF-16LE");
        }
    }

    @Test
    void anEmptyFileEndsDoneWithNoRows() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("empty.csv", "");

            JsonNode receipt = users.receipt("done", "empty.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("done");
            assertThat(receipt.at("/reason").textValue()).isEqualTo("the file holds no rows");
        }
    }

    @Test
    void aKeyThatIsNoColumnFailsTheFileNamingTheNearestColumn() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox, "key: mial")) {
            users.drop("new.csv", HEADER + rows(1));

            assertThat(users.receipt("failed", "new.csv").at("/reason").textValue())
                    .contains("no column 'mial'", "did you mean 'mail'?");
        }
    }

    @Test
    void aRowThatFailsTimeAndAgainIsRejectedWhileOthersGoOn() throws Exception {
        sandbox.faults().set(Fault.on("GET", "/v1.0/users/user1@x.example").answer(500));
        String steps = """
                - process: { ref: oauth.graph }
                - setProperty: { name: user, simple: "${body[mail]}" }
                - setBody: { constant: "" }
                - toD: { uri: "%s/users/${exchangeProperty.user}", parameters: { httpMethod: GET, throwExceptionOnFailure: true } }
                """.formatted(sandbox.directory());
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(3));
            users.receipt("done", "new.csv");
        }
        try (RunningImport users =
                RunningImport.start(home.resolve("readers"), sandbox, steps, new String[] {"parallel: 1"})) {
            users.drop("new.csv", HEADER + rows(3));
            ImportComponent component = users.context().getComponent("import", ImportComponent.class);

            await().atMost(Duration.ofSeconds(20)).until(() -> component.progress().stream()
                    .anyMatch(job -> job.rows().done() == 2));
        }
    }

    @Test
    void aVeryLongNameIsCutAndItsFileImported() throws Exception {
        String name = "ü".repeat(115) + ".csv";
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop(name, HEADER + rows(1));

            JsonNode receipt = users.receipt("done", "*.csv");

            assertThat(receipt.at("/file").textValue()).isEqualTo(name);
            assertThat(receipt.at("/rows/done").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aDuplicateThatCouldNotBePutAwayIsNeverSent() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(2));
            users.receipt("done", "new.csv");
            Path done = home.resolve("inbox/done");
            Path aside = Files.move(done, home.resolve("aside"));
            Files.createSymbolicLink(done, home.resolve("nowhere"));
            users.drop("again.csv", HEADER + rows(2));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !users.find(".work", "again.csv").isEmpty());
            users.drop("other.csv", HEADER + row("other@x.example", "Other"));
            await().atMost(Duration.ofSeconds(20)).until(() -> sandbox.userCount() == 3);
            Files.delete(done);
            Files.move(aside, done);

            assertThat(users.receipt("done", "again.csv").at("/status").textValue())
                    .isEqualTo("skipped");
            assertThat(users.receipt("done", "other.csv").at("/rows/done").intValue())
                    .isEqualTo(1);
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aRowKeepsItsIdInARejectFileWhileItIsUnchanged() throws Exception {
        String steps =
                "- throwException: { exceptionType: java.lang.IllegalStateException, message: \"id ${header.CamelImportRowId}\" }\n";
        try (RunningImport users = RunningImport.start(home, sandbox, steps, new String[0])) {
            users.drop("new.csv", HEADER + rows(1));
            users.receipt("done", "new.csv");
            Path first = users.file("rejects", "new.csv");
            String name = first.getFileName().toString();
            users.drop(name, Files.readString(first));
            users.receipt("done", name);

            assertThat(Files.readString(users.file("rejects", name)))
                    .containsPattern("id [0-9a-f]{32}")
                    .isEqualTo(Files.readString(first));
        }
    }

    private static String rows(int count) {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            rows.append(row("user" + i + "@x.example", "User " + i));
        }
        return rows.toString();
    }
}
