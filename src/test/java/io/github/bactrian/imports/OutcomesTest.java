package io.github.bactrian.imports;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.bactrian.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of outcomes, line by line, against a real server. */
class OutcomesTest {
    private static final String POST = "- to: { uri: \"%s/users\", parameters: { httpMethod: POST } }\n";
    private static final String QUIET_POST =
            "- to: { uri: \"%s/users\", parameters: { httpMethod: POST, throwExceptionOnFailure: false } }\n";
    private static final String BODY = "- setBody: { simple: \"${body[mail]}\" }\n";

    @TempDir
    Path home;

    private final WireMockServer api = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    private int runs;

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "200,done",
        "201,done",
        "204,done",
        "400,rejected",
        "404,rejected",
        "409,rejected",
        "413,rejected",
        "422,rejected",
        "500,unknown",
        "502,unknown",
        "503,unknown"
    })
    void theAnswerToAPostDecides(int status, String outcome) throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

        assertThat(outcomes(BODY + POST, 1)).isEqualTo("1 " + outcome);
        assertThat(outcomes(BODY + QUIET_POST, 1)).as("without an exception").isEqualTo("1 " + outcome);
    }

    @Test
    void aPostThatIsNotAnsweredIsUnknown() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertThat(outcomes(BODY + POST, 1)).isEqualTo("1 unknown");
        api.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 408, 425, 429, 503})
    void anAnswerThatSaysLaterPausesAndLeavesTheRowAlone(int status) throws Exception {
        first(aResponse().withStatus(status).withHeader("Retry-After", "1"));

        assertThat(outcomes(BODY + POST, 1)).isEqualTo("1 done");
        api.verify(2, anyRequestedFor(anyUrl()));
    }

    @Test
    void a401StopsTheJob() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));

        assertThat(stopped(BODY + POST, 3)).startsWith("the API does not accept the caller: POST ");
    }

    @Test
    void a403BeforeAnythingHasSucceededStopsTheJobAndLaterRejectsItsRow() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));
        assertThat(stopped(BODY + POST, 3)).startsWith("the API refuses the app: POST ");

        api.resetAll();
        first(
                aResponse().withStatus(201),
                aResponse().withStatus(403),
                aResponse().withStatus(201));
        assertThat(outcomes(BODY + POST, 3)).isEqualTo("2 done 1 rejected");
    }

    @Test
    void twentyTimes403InARowStopTheJob() throws Exception {
        first(aResponse().withStatus(201), aResponse().withStatus(403));

        try (RunningImport users = run(Clock.systemUTC(), BODY + POST, "parallel: 1")) {
            users.drop("new.csv", rows(50));
            JsonNode receipt = users.receipt(".work", "new.csv");

            assertThat(receipt.at("/reason").textValue()).startsWith("the API refuses the app: POST ");
            assertThat(receipt.at("/rows/done").intValue()).isEqualTo(1);
            api.verify(21, anyRequestedFor(anyUrl()));
        }
    }

    @Test
    void anIdempotentCallIsTriedFiveTimesWhileOthersSucceed() throws Exception {
        api.stubFor(put("/users/1").willReturn(aResponse().withStatus(500).withFixedDelay(300)));
        api.stubFor(post("/users").willReturn(aResponse().withStatus(201)));
        SettableClock clock = new SettableClock();
        String steps = """
                - choice:
                    when:
                      - simple: "${header.CamelImportRow} == 1"
                        steps:
                          - setBody: { constant: x }
                          - to: { uri: "%s/users/1", parameters: { httpMethod: PUT } }
                    otherwise:
                      steps:
                        - setBody: { constant: x }
                        - to: { uri: "%s/users", parameters: { httpMethod: POST } }
                """;
        try (RunningImport users = run(clock, steps.formatted(api.baseUrl(), api.baseUrl()), "parallel: 2")) {
            users.drop("new.csv", rows(6));
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(400))
                    .until(() -> {
                        clock.advance(Duration.ofSeconds(1));
                        return !users.find("done", "new.csv.receipt.json").isEmpty();
                    });

            assertThat(outcomes(users.receipt("done", "new.csv"))).isEqualTo("5 done 1 rejected");
            assertThat(Files.readString(users.file("rejects", "new.csv"))).contains("HTTP 500", "(5 attempts)");
            api.verify(5, putRequestedFor(urlEqualTo("/users/1")));
        }
    }

    @Test
    void aCallBehindOneThatTookEffectIsMadeAgainInPlaceBecauseItsRowIsNot() throws Exception {
        api.stubFor(post("/users").willReturn(aResponse().withStatus(201)));
        api.stubFor(put("/photo")
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("later")
                .willReturn(aResponse().withStatus(502)));
        api.stubFor(
                put("/photo").inScenario("once").whenScenarioStateIs("later").willReturn(aResponse()));
        String steps = """
                - setBody: { constant: x }
                - to: { uri: "%1$s/users", parameters: { httpMethod: POST } }
                - to: { uri: "%1$s/photo", parameters: { httpMethod: PUT } }
                """;
        try (RunningImport users = run(Clock.systemUTC(), steps.formatted(api.baseUrl()))) {
            users.drop("new.csv", rows(1));

            assertThat(outcomes(users.receipt("done", "new.csv"))).isEqualTo("1 done");
            api.verify(1, postRequestedFor(urlEqualTo("/users")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500})
    void aFailureAfterAPostThatTookEffectEndsTheRowUnknownAndListsTheCalls(int status) throws Exception {
        api.stubFor(post("/users").willReturn(aResponse().withStatus(201)));
        api.stubFor(post("/members").willReturn(aResponse().withStatus(status)));
        String steps = BODY + POST + "- to: { uri: \"%s/members\", parameters: { httpMethod: POST } }\n";

        try (RunningImport users = run(Clock.systemUTC(), steps)) {
            users.drop("new.csv", rows(1));

            assertThat(outcomes(users.receipt("done", "new.csv"))).isEqualTo("1 unknown");
            assertThat(Files.readString(users.file("unknown", "new.csv")))
                    .contains("/users: HTTP 201", "/members: HTTP " + status);
            assertThat(api.findAll(anyRequestedFor(anyUrl())).stream()
                            .filter(call -> call.getUrl().equals("/users")))
                    .hasSize(1);
        }
    }

    @Test
    void aMappingErrorNamesTheStepAndItsLine() throws Exception {
        try (RunningImport users =
                run(Clock.systemUTC(), "- setBody: { id: to-user, jq: \".name | tonumber\" }\n" + POST)) {
            users.drop("new.csv", rows(1));

            assertThat(outcomes(users.receipt("done", "new.csv"))).isEqualTo("1 rejected");
            assertThat(Files.readString(users.file("rejects", "new.csv")))
                    .contains("to-user", "import-users.camel.yaml:8");
        }
    }

    @Test
    void anErrorThatTheRouteHandledSilentlyRejects() throws Exception {
        api.stubFor(get("/users").willReturn(aResponse().withStatus(200)));
        String steps = """
                - doTry:
                    steps:
                      - throwException: { exceptionType: java.lang.IllegalStateException, message: broken }
                    doCatch:
                      - exception: [ java.lang.Exception ]
                        steps:
                          - log: { message: caught }
                """;

        assertThat(outcomes(steps, 1)).isEqualTo("1 rejected");
    }

    @Test
    void theRouteMaySayTheOutcomeItself() throws Exception {
        String steps = """
                - setProperty: { name: importOutcome, constant: skipped }
                """;

        assertThat(outcomes(steps, 2)).isEqualTo("2 skipped");
    }

    private void first(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            api.stubFor(any(anyUrl())
                    .inScenario("first")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
                    .willSetStateTo("after " + (i + 1))
                    .willReturn(answers[i]));
        }
        api.stubFor(any(anyUrl())
                .inScenario("first")
                .whenScenarioStateIs("after " + answers.length)
                .willReturn(answers.length == 1 ? aResponse().withStatus(201) : answers[answers.length - 1]));
    }

    private String outcomes(String steps, int rows) throws Exception {
        try (RunningImport users = run(Clock.systemUTC(), steps, "parallel: 1")) {
            users.drop("new.csv", rows(rows));
            return outcomes(users.receipt("done", "new.csv"));
        }
    }

    private String stopped(String steps, int rows) throws Exception {
        try (RunningImport users = run(Clock.systemUTC(), steps, "parallel: 1")) {
            users.drop("new.csv", rows(rows));
            JsonNode receipt = users.receipt(".work", "new.csv");
            assertThat(outcomes(receipt)).isEmpty();
            return receipt.at("/reason").textValue();
        }
    }

    private RunningImport run(Clock clock, String steps, String... parameters) throws Exception {
        return RunningImport.withoutIdentity(
                home.resolve("run" + runs++), clock, steps.replace("%s", api.baseUrl()), parameters);
    }

    private static String outcomes(JsonNode receipt) {
        return java.util.stream.Stream.of("done", "rejected", "skipped", "unknown")
                .filter(outcome -> receipt.at("/rows/" + outcome).intValue() > 0)
                .map(outcome -> receipt.at("/rows/" + outcome).intValue() + " " + outcome)
                .collect(Collectors.joining(" "));
    }

    static String rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(row -> RunningImport.row("user" + row + "@x.example", "User " + row))
                .collect(Collectors.joining("", RunningImport.HEADER, ""));
    }
}
