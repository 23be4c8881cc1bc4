package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlingTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String FILE = HEADER
            + row("ann@x.example", "Ann")
            + row("ann@x.example", "Anna")
            + row("bob@x.example", "Bob")
            + row("cid@x.example", "Cid");

    private static final String PROBE = """
            - route:
                id: did-it-work
                from:
                  uri: direct:did-it-work
                  steps:
                    - process: { ref: oauth.graph }
                    - setBody: { constant: "" }
                    - toD: { uri: "%s/users/${header.CamelImportKey}", parameters: { httpMethod: GET } }
            """;

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
    void rowsThatTookEffectCountAsDoneAndTheirFileGoes() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop().acting());
        try (RunningImport users = started()) {
            String id = ended(users);

            Settled settled = users.component().settle(id, Settlement.DONE);

            assertThat(settled.done()).isEqualTo(1);
            assertThat(settled.behind()).isEqualTo(1);
            assertThat(users.find("unknown", "new.csv")).isEmpty();
            JsonNode receipt = receiptNow(id);
            assertThat(receipt.at("/status").textValue()).isEqualTo("done-with-rejects");
            assertThat(receipt.at("/rows").toString())
                    .isEqualTo("{\"read\":4,\"done\":3,\"rejected\":1,\"skipped\":0,\"unknown\":0}");
            assertThat(receipt.at("/reason").textValue()).isEqualTo("1 unknown row settled as done");
            assertThat(settled.job().receipt().rows().done()).isEqualTo(3);
            assertThatIllegalStateException()
                    .isThrownBy(() -> users.component().settle(id, Settlement.DONE))
                    .withMessageContaining("nothing to settle");
        }
    }

    @Test
    void rowsThatAreSentAgainKeepTheirIdsInAChildJob() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop());
        try (RunningImport users = started()) {
            String id = ended(users);
            String file = users.file("unknown", "new.csv").getFileName().toString();

            Settled settled = users.component().settle(id, Settlement.RESEND);

            JsonNode child = users.receipt("done", file);
            assertThat(child.at("/job").textValue()).isEqualTo(settled.child());
            assertThat(child.at("/parent").textValue()).isEqualTo(id);
            assertThat(child.at("/rows/done").intValue()).isEqualTo(1);
            assertThat(home.resolve("inbox/unknown/" + file)).doesNotExist();
            JsonNode parent = receiptNow(id);
            assertThat(parent.at("/rows").toString())
                    .isEqualTo("{\"read\":4,\"done\":2,\"rejected\":1,\"skipped\":1,\"unknown\":0}");
            assertThat(parent.at("/reason").textValue())
                    .isEqualTo("1 unknown row sent again by job " + settled.child());
            assertThat(sandbox.userCount()).isEqualTo(3);
        }
    }

    @Test
    void rowsThatEndUnknownAgainCanBeSentAgainThoughTheirFileHasTheSameBytes() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("POST", "/v1.0/users").nth(1).drop(),
                        Fault.on("POST", "/v1.0/users").nth(4).drop());
        try (RunningImport users = started()) {
            String id = ended(users);
            String file = users.file("unknown", "new.csv").getFileName().toString();
            Settled once = users.component().settle(id, Settlement.RESEND);
            JsonNode child = users.receipt("done", file);
            assertThat(child.at("/status").textValue()).isEqualTo("done-with-unknown");

            users.endedJob(child);
            Settled twice = users.component().settle(once.child(), Settlement.RESEND);

            assertThat(users.receipt("done", once.child() + "-" + file)
                            .at("/job")
                            .textValue())
                    .isEqualTo(twice.child());
            assertThat(users.receipt("done", once.child() + "-" + file)
                            .at("/rows/done")
                            .intValue())
                    .isEqualTo(1);
            assertThat(sandbox.userCount()).isEqualTo(3);
        }
    }

    @Test
    void eachRowIsProbedAndDoneOrSentAgainOrStaysUnknown() throws Exception {
        Fault silent = Fault.on("GET", "/v1.0/users").answer(400);
        Fault noAnswer = Fault.on("GET", "/v1.0/users/cid@x.example").answer(400);
        sandbox.faults()
                .set(
                        silent,
                        Fault.on("POST", "/v1.0/users").nth(1).drop().acting(),
                        Fault.on("POST", "/v1.0/users").nth(2).drop(),
                        Fault.on("POST", "/v1.0/users").nth(3).drop());
        String[] parameters = {"key: mail", "parallel: 1", "onUnknown: direct:did-it-work"};
        SettableClock clock = new SettableClock();
        try (RunningImport users =
                RunningImport.start(home, sandbox, clock, PROBE.formatted(sandbox.directory()), parameters)) {
            users.drop(
                    "new.csv",
                    HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob") + row("cid@x.example", "Cid"));
            JsonNode before = users.receipt("done", "new.csv");
            assertThat(before.at("/rows/unknown").intValue()).isEqualTo(3);
            String id = before.at("/job").textValue();
            sandbox.faults().set(noAnswer);

            assertThat(users.component().settle(id, Settlement.PROBE).job().waitsFor())
                    .contains("to be probed");

            assertNotSettledWhenHeardOnce(id);
            await().atMost(LONGEST).untilAsserted(() -> {
                // the last answer may be on its way yet, and its time is when it comes
                clock.advance(Doubts.SECOND_NO);
                assertThat(receiptNow(id).at("/rows").toString())
                        .isEqualTo("{\"read\":3,\"done\":1,\"rejected\":0,\"skipped\":1,\"unknown\":1}");
            });
            assertThat(users.receipt("done", id + "-new.csv").at("/rows/done").intValue())
                    .isEqualTo(1);
            assertThat(Files.readString(home.resolve("inbox/unknown/" + id + "-new.csv")))
                    .contains("cid@x.example")
                    .doesNotContain("bob@x.example");
            assertThat(users.component().job(id).receipt().status()).isEqualTo("done-with-unknown");
            assertThat(sandbox.userCount()).isEqualTo(2);
        }
    }

    private void assertNotSettledWhenHeardOnce(String id) throws Exception {
        long asked = sandbox.stats().directory().requests();
        await().atMost(LONGEST).until(() -> sandbox.stats().directory().requests() == asked + 3);
        assertThat(receiptNow(id).at("/rows/unknown").intValue()).isEqualTo(3);
        assertThat(sandbox.userCount()).isEqualTo(1);
    }

    @Test
    void aProbeThatShowsLateWhatTookEffectSendsNothingAgain() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("GET", "/v1.0/users").nth(1).answer(400),
                        Fault.on("GET", "/v1.0/users").nth(2).answer(404),
                        Fault.on("POST", "/v1.0/users").nth(1).drop().acting());
        SettableClock clock = new SettableClock();
        String[] parameters = {"key: mail", "onUnknown: direct:did-it-work"};
        try (RunningImport users =
                RunningImport.start(home, sandbox, clock, PROBE.formatted(sandbox.directory()), parameters)) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));
            String id = users.receipt("done", "new.csv").at("/job").textValue();
            await().atMost(LONGEST)
                    .until(() -> users.component().job(id).receipt().status().equals("done-with-unknown"));

            users.component().settle(id, Settlement.PROBE);
            await().atMost(LONGEST).until(() -> sandbox.stats().directory().requests() == 3);

            await().atMost(LONGEST).untilAsserted(() -> {
                // the answer may be on its way yet, and its time is when it comes
                clock.advance(Doubts.SECOND_NO);
                assertThat(receiptNow(id).at("/rows").toString())
                        .isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            });
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void whatAKilledProcessLeftUndoneIsDoneAtTheNextStart() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop());
        String id;
        try (RunningImport users = started()) {
            id = ended(users);
        }
        try (Ledger ledger = Ledger.open(home.resolve("data/ledger.db"), java.time.Clock.systemUTC())) {
            // the decision is in the ledger, and nothing else is done
            ledger.ask(connection -> connection
                    .createStatement()
                    .executeUpdate(
                            "UPDATE job SET done = done + 1, unknown = 0, status = 'done-with-rejects', refile = 1"));
            ledger.ask(
                    connection -> connection.createStatement().executeUpdate("DELETE FROM exc WHERE kind = 'unknown'"));
        }
        try (RunningImport users = started()) {
            await().untilAsserted(() ->
                    assertThat(receiptNow(id).at("/rows/unknown").intValue()).isZero());

            assertThat(users.find("unknown", "new.csv")).isEmpty();
            assertThat(users.component().job(id).receipt().rows().done()).isEqualTo(3);
        }
    }

    private RunningImport started() throws Exception {
        return RunningImport.start(home, sandbox, "key: mail", "parallel: 1");
    }

    private static String ended(RunningImport users) throws Exception {
        users.drop("new.csv", FILE);
        JsonNode receipt = users.receipt("done", "new.csv");
        assertThat(receipt.at("/rows").toString())
                .isEqualTo("{\"read\":4,\"done\":2,\"rejected\":1,\"skipped\":0,\"unknown\":1}");
        return users.endedJob(receipt);
    }

    private JsonNode receiptNow(String id) throws Exception {
        return new ObjectMapper()
                .readTree(home.resolve("inbox/done/" + id + "-new.csv.receipt.json")
                        .toFile());
    }
}
