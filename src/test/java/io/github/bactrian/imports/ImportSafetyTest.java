package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportSafetyTest {
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
    void neitherLedgerNorReceiptHoldsRowContent() throws Exception {
        sandbox.faults()
                .set(Fault.on("POST", "/v1.0/users")
                        .answer(
                                400,
                                Map.of(),
                                new ObjectMapper()
                                        .createObjectNode()
                                        .put(
                                                "message",
                                                "user ann.recognisable@x.example (Recognisable Ann) with password"
                                                        + " Very-secret-42 is refused")));
        JsonNode receipt;
        try (RunningImport users = RunningImport.start(home, sandbox, "key: mail", "secretFields: password")) {
            users.drop("new.csv", HEADER + row("ann.recognisable@x.example", "Recognisable Ann") + "Recognisable\n");
            receipt = users.receipt("done", "new.csv");
            assertThat(Files.readString(users.file("rejects", "new.csv")))
                    .contains("user «mail» («name») with password *** is refused");
        }

        assertThat(receipt.at("/rows/rejected").intValue()).isEqualTo(2);
        assertThat(ledgerText())
                .contains("«mail»")
                .doesNotContainIgnoringCase("recognisable")
                .doesNotContain("secret-42");
        assertThat(receipt.toString())
                .doesNotContainIgnoringCase("recognisable")
                .doesNotContain("secret-42");
    }

    @Test
    void rowsThatWaitForTheirKeyAreRunBeforeAFileThatBreaksOffEnds() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(50)));
        try (RunningImport users = RunningImport.start(home, sandbox, "key: mail")) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann").repeat(5) + "bob@x.example,\"Bob");

            JsonNode receipt = users.receipt("failed", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
            assertThat(receipt.at("/reason").textValue()).startsWith("line 7: a quote");
            assertThat(receipt.at("/rows").toString())
                    .isEqualTo("{\"read\":5,\"done\":1,\"rejected\":4,\"skipped\":0,\"unknown\":0}");
            assertThat(users.find("rejects", "new.csv")).hasSize(1);
            assertThat(receipt.at("/calls/sent").intValue()).isEqualTo(5);
        }
    }

    @Test
    void aRefusalBehindACallThatTookEffectEndsTheRow() throws Exception {
        sandbox.faults().set(Fault.on("GET", "/v1.0/users").answer(403, Map.of(), null));
        String users = sandbox.directory() + "/users";
        String steps = """
                - process: { ref: oauth.graph }
                - setProperty: { name: row, simple: "${body}" }
                - setBody:
                    simple: '{"accountEnabled":true,"displayName":"${body[name]}","mailNickname":"x","userPrincipalName":"${body[mail]}","passwordProfile":{"password":"${body[password]}"}}'
                - to: { uri: "%s", parameters: { httpMethod: POST } }
                - to: { uri: "%s", parameters: { httpMethod: GET } }
                """.formatted(users, users);
        try (RunningImport running = RunningImport.start(home, sandbox, steps, new String[0])) {
            running.drop("new.csv", HEADER + row("ann@x.example", "Ann"));

            JsonNode receipt = running.receipt("done", "new.csv");

            assertThat(receipt.at("/rows/unknown").intValue()).isEqualTo(1);
            assertThat(Files.readString(running.file("unknown", "new.csv"))).contains("HTTP 201", "HTTP 403");
            assertThat(sandbox.userCount()).isEqualTo(1);
        }
    }

    @Test
    void whileTheApiRefusesTheAppNoRowIsRejected() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").answer(403, Map.of(), null));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob"));

            JsonNode receipt = users.receipt(".work", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("stopped");
            assertThat(receipt.at("/rows/rejected").intValue()).isZero();
            assertThat(receipt.at("/reason").textValue()).contains("the API refuses the app", "HTTP 403");
        }
    }

    @Test
    void anotherProcessCanUseTheLedgerMeanwhile() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox);
                Ledger other = Ledger.open(home.resolve("data/ledger.db"), java.time.Clock.systemUTC())) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(new JobTable(other).unfinished("users")).isEmpty());
            users.receipt("done", "new.csv");
        }
    }

    /** All text of all tables. */
    private String ledgerText() throws Exception {
        List<String> text = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            text.add(String.valueOf(rows.getString(i)));
                        }
                    }
                }
            }
        }
        return String.join("\n", text);
    }
}
