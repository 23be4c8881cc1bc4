package io.github.bactrian.imports;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.bactrian.imports.OutcomesTest.rows;
import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkTest {
    /** Tells the API which rows it was given. */
    private static final String SHOW = """
            - setBody: { simple: "${header.CamelImportRows} ${body.size}" }
            - to: { uri: "%s/rows", parameters: { httpMethod: POST } }
            """;

    @TempDir
    Path home;

    private final WireMockServer api = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop();
    }

    @Test
    void eachRowOfABatchEndsByItsOwnAnswer() throws Exception {
        answers(okJson("""
                        {"responses": [
                          {"id": "7", "status": 204},
                          {"id": "1", "status": 201},
                          {"id": "2", "status": 429, "headers": {"Retry-After": "1"}},
                          {"id": "4", "status": 424},
                          {"id": "3", "status": 400, "body": {"error": {"message": "user7@x.example: no such name"}}},
                          {"id": "5", "status": 500}]}
                        """), okJson("""
                        {"responses": [{"id": "1", "status": 201}]}
                        """));
        try (RunningImport users = run(sample(), "chunk: 20")) {
            users.drop("new.csv", rows(7));

            assertThat(counts(users)).isEqualTo("{\"read\":7,\"done\":3,\"rejected\":2,\"skipped\":0,\"unknown\":2}");
            assertThat(Files.readString(users.file("rejects", "new.csv")))
                    .contains("user3@x.example", "HTTP 400 for this row: «mail»: no such name")
                    .contains("user4@x.example", "HTTP 424 for this row");
            assertThat(Files.readString(users.file("unknown", "new.csv")))
                    .contains("user5@x.example", "HTTP 500 for this row")
                    .contains("user6@x.example", "the route's importOutcomes says nothing of this row");
            List<JsonNode> batches = batches();
            assertThat(batches).hasSize(2);
            assertThat(batches.get(0).at("/requests")).hasSize(7);
            assertThat(batches.get(1).at("/requests"))
                    .as("throttled within the batch, so sent alone")
                    .hasSize(1);
            assertThat(batches.get(1)
                            .at("/requests/0/headers/client-request-id")
                            .textValue())
                    .isEqualTo(batches.get(0)
                            .at("/requests/1/headers/client-request-id")
                            .textValue())
                    .hasSize(32);
        }
    }

    @ParameterizedTest
    @CsvSource({"400,rejected", "413,rejected", "500,unknown", "0,unknown"})
    void whatHappensToTheWholeBatchHappensToEachRow(int status, String outcome) throws Exception {
        api.stubFor(any(anyUrl())
                .willReturn(
                        status == 0
                                ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
                                : aResponse().withStatus(status)));
        try (RunningImport users = run(sample(), "chunk: 20")) {
            users.drop("new.csv", rows(3));

            JsonNode receipt = users.receipt("done", "new.csv");
            assertThat(receipt.at("/rows/" + outcome).intValue()).isEqualTo(3);
            assertThat(receipt.at("/calls/sent").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aWholeBatchThatIsNotAuthorizedStopsTheJobAndEndsNoRow() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        try (RunningImport users = run(sample(), "chunk: 20")) {
            users.drop("new.csv", rows(3));

            JsonNode receipt = users.receipt(".work", "new.csv");
            assertThat(receipt.at("/status").textValue()).isEqualTo("stopped");
            assertThat(receipt.at("/rows/done").intValue()
                            + receipt.at("/rows/rejected").intValue()
                            + receipt.at("/rows/unknown").intValue())
                    .isZero();
        }
    }

    @Test
    void rowsGoInTheirOrderAndTheLastChunkMayBeShorter() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse()));
        try (RunningImport users = run(SHOW, "chunk: 3", "parallel: 1")) {
            users.drop("new.csv", HEADER + "ragged\n" + rows(7).substring(HEADER.length()));

            assertThat(counts(users)).isEqualTo("{\"read\":8,\"done\":7,\"rejected\":1,\"skipped\":0,\"unknown\":0}");
            assertThat(bodies()).containsExactly("2,3,4 3", "5,6,7 3", "8 1");
        }
    }

    @Test
    void rowsWithTheSameKeyAreNeverInOneChunk() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse()));
        try (RunningImport users = run(SHOW, "chunk: 3", "key: mail")) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann").repeat(2) + row("bob@x.example", "Bob"));

            assertThat(counts(users)).isEqualTo("{\"read\":3,\"done\":3,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
            assertThat(bodies()).containsExactly("1,3 2", "2 1");
        }
    }

    @Test
    void aListSaysOneWordARow() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse()));
        String steps = SHOW + """
                - setProperty: { name: importOutcomes, constant: '["done", {"outcome": "rejected", "reason": "too young"}, "skipped", "unknown"]' }
                """;
        try (RunningImport users = run(steps, "chunk: 4")) {
            users.drop("new.csv", rows(4));

            assertThat(counts(users)).isEqualTo("{\"read\":4,\"done\":1,\"rejected\":1,\"skipped\":1,\"unknown\":1}");
            assertThat(Files.readString(users.file("rejects", "new.csv"))).contains("user2@x.example", "too young");
        }
    }

    @Test
    void aListOfAnotherLengthSaysNothing() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse()));
        String steps = SHOW + "- setProperty: { name: importOutcomes, constant: '[\"done\", \"done\"]' }\n";
        try (RunningImport users = run(steps, "chunk: 3")) {
            users.drop("new.csv", rows(3));

            assertThat(counts(users)).isEqualTo("{\"read\":3,\"done\":0,\"rejected\":0,\"skipped\":0,\"unknown\":3}");
            assertThat(Files.readString(users.file("unknown", "new.csv"))).contains("it has 2 entries for 3 rows");
        }
    }

    @Test
    void aReasonHoldsNoValueOfAnyRowOfTheChunk() throws Exception {
        api.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(400).withBody("user2@x.example (Very-secret-42) is refused")));
        try (RunningImport users = run(SHOW, "chunk: 3", "secretFields: password")) {
            users.drop("new.csv", rows(3));
            users.receipt("done", "new.csv");

            assertThat(Files.readString(users.file("rejects", "new.csv")).split("\n")[1])
                    .contains("«mail» (***) is refused")
                    .doesNotContain("user2");
        }
    }

    @Test
    void aWrongMappingStopsTheJobHoweverManyRowsAChunkHas() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(400)));
        try (RunningImport users = run(SHOW, "chunk: 20", "maxRejects: 100")) {
            users.drop("new.csv", rows(2000));

            JsonNode receipt = users.receipt(".work", "new.csv");

            assertThat(receipt.at("/reason").textValue()).contains("maxRejects=100", "mapping is wrong");
            assertThat(receipt.at("/rows/rejected").intValue()).isBetween(101, 300);
        }
    }

    private void answers(ResponseDefinitionBuilder first, ResponseDefinitionBuilder second) {
        api.stubFor(any(anyUrl())
                .inScenario("batch")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("second")
                .willReturn(first));
        api.stubFor(
                any(anyUrl()).inScenario("batch").whenScenarioStateIs("second").willReturn(second));
    }

    /** The sample of the documentation. */
    private static String sample() throws Exception {
        String page = Files.readString(Path.of("docs/outcomes.md"));
        String yaml = page.substring(page.indexOf("<!-- batch -->"));
        yaml = yaml.substring(yaml.indexOf("      steps:\n") + "      steps:\n".length());
        return yaml.substring(0, yaml.indexOf("```"))
                .replaceFirst(" *- process: .*\n", "")
                .replace("{{graph.url}}", "%s");
    }

    private RunningImport run(String steps, String... parameters) throws Exception {
        return RunningImport.withoutIdentity(home, Clock.systemUTC(), steps.replace("%s", api.baseUrl()), parameters);
    }

    private static String counts(RunningImport users) {
        return users.receipt("done", "new.csv").at("/rows").toString();
    }

    private List<String> bodies() {
        return api.findAll(anyRequestedFor(anyUrl())).stream()
                .map(LoggedRequest::getBodyAsString)
                .toList();
    }

    private List<JsonNode> batches() {
        return bodies().stream().map(ChunkTest::json).toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
