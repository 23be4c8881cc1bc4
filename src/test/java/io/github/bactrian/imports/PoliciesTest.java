package io.github.bactrian.imports;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/calls.md shows for answers that are the route's to judge. */
class PoliciesTest {
    private static final String USER = "/users/ann@x.example";

    @TempDir
    Path home;

    private final TestIssuer issuer = new TestIssuer();
    private final WireMockServer api = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop();
        issuer.close();
    }

    private static String sample(String name) throws IOException {
        Matcher found = Pattern.compile("<!-- " + name + " -->\n```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/calls.md")));
        assertThat(found.find()).as(name).isTrue();
        return found.group(1).replace("redeliveryDelay: \"2000\"", "redeliveryDelay: \"1\"");
    }

    private void prepare(CamelContext context) {
        Properties properties = new Properties();
        properties.put("graph.url", api.baseUrl());
        context.getPropertiesComponent().setInitialProperties(properties);
        OAuth.install(context, issuer.profile("graph", api.baseUrl()));
    }

    private void answers(Supplier<MappingBuilder> request, ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            String state = i == 0 ? Scenario.STARTED : "after " + i;
            api.stubFor(request.get()
                    .inScenario("answers")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(i == answers.length - 1 ? state : "after " + (i + 1))
                    .willReturn(answers[i]));
        }
    }

    private static ResponseDefinitionBuilder status(int status, String body) {
        return aResponse().withStatus(status).withBody(body);
    }

    /** How the one row of a file ends, and why. */
    private String outcome(String routes) throws Exception {
        try (RunningImport users = RunningImport.ofRoutes(home, this::prepare, routes)) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann"));
            String counts = users.receipt("done", "new.csv").at("/rows").toString();
            String outcome = counts.replaceAll(".*\"(done|rejected|skipped|unknown)\":1.*", "$1");
            return outcome.equals("rejected")
                    ? outcome + " " + Files.readString(users.file("rejects", "new.csv"))
                    : outcome;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void whoExistsAlreadyAndIsEqualIsDone(int status) throws Exception {
        api.stubFor(post("/users").willReturn(status(status, "{\"error\":{\"message\":\"ann already exists.\"}}")));
        api.stubFor(get(USER)
                .willReturn(okJson("{\"id\":\"1\",\"displayName\":\"Ann\",\"userPrincipalName\":\"ann@x.example\"}")));
        assertThat(outcome(sample("exists"))).isEqualTo("done");
    }

    @Test
    void whoExistsAlreadyAndDiffersIsRejected() throws Exception {
        api.stubFor(post("/users").willReturn(status(409, "")));
        api.stubFor(get(USER).willReturn(okJson("{\"displayName\":\"Bob\",\"userPrincipalName\":\"ann@x.example\"}")));
        assertThat(outcome(sample("exists"))).startsWith("rejected").contains("exists already, and differs");
    }

    @Test
    void whoExistsAlreadyAndDiffersIsUpdatedIfTheRouteSaysSo() throws Exception {
        String update = sample("exists").replaceAll("(?s)otherwise:.*", """
                otherwise:
                                        steps:
                                          - setBody: { simple: "\\${exchangeProperty.wanted}" }
                                          - toD: { uri: "{{graph.url}}/users/\\${header.CamelImportKey}", parameters: { httpMethod: PATCH } }
                                          - setProperty: { name: importOutcome, constant: done }
                """);
        api.stubFor(post("/users").willReturn(status(409, "")));
        api.stubFor(get(USER).willReturn(okJson("{\"displayName\":\"Bob\"}")));
        api.stubFor(patch(urlEqualTo(USER)).willReturn(aResponse().withStatus(204)));
        assertThat(outcome(update)).isEqualTo("done");
    }

    @Test
    void anyOther400OnCreateIsARejectWithTheApisWords() throws Exception {
        api.stubFor(post("/users").willReturn(status(400, "{\"error\":{\"message\":\"no such domain\"}}")));
        assertThat(outcome(sample("exists"))).startsWith("rejected").contains("no such domain");
    }

    @ParameterizedTest
    @CsvSource({"3, done", "9, unknown"})
    void whatIsNotFoundJustAfterItsCreationIsTriedAFewTimesAndThenUnknown(int times, String outcome) throws Exception {
        String routes = sample("redelivery")
                .replace("uri: direct:set-photo", "uri: import:users\n      parameters: { key: mail }")
                .replace(
                        "- toD:",
                        "- to: { uri: \"{{graph.url}}/users\", parameters: { httpMethod: POST } }\n        - toD:")
                .replace(
                        "- process:",
                        "- setBody: { constant: \"{}\" }\n        - setHeader: { name: user, constant: ann }\n        - process:");
        ResponseDefinitionBuilder[] answers = new ResponseDefinitionBuilder[times + 1];
        java.util.Arrays.fill(answers, status(404, ""));
        answers[times] = status(204, "");
        api.stubFor(post("/users").willReturn(status(201, "{}")));
        answers(() -> patch(urlEqualTo("/users/ann/photo")), answers);

        assertThat(outcome(routes)).startsWith(outcome);
        api.verify(1, postRequestedFor(anyUrl()));
        api.verify(Math.min(times + 1, 6), patchRequestedFor(anyUrl()));
    }

    @Test
    void whoeverWasFasterIsReadAgainAndTheChangeAppliedOnceMore() throws Exception {
        api.stubFor(get(USER).willReturn(okJson("{}").withHeader("ETag", "\"2\"")));
        answers(() -> patch(urlEqualTo(USER)), status(412, ""), status(204, ""));
        assertThat(outcome(sample("etag"))).isEqualTo("done");
        api.verify(2, patchRequestedFor(anyUrl()).withHeader("If-Match", equalTo("\"2\"")));
    }

    @Test
    void aSecondMismatchRejectsTheRow() throws Exception {
        api.stubFor(get(USER).willReturn(okJson("{}").withHeader("ETag", "\"2\"")));
        answers(() -> patch(urlEqualTo(USER)), status(412, ""));
        assertThat(outcome(sample("etag"))).startsWith("rejected").contains("HTTP 412");
        api.verify(2, patchRequestedFor(anyUrl()));
    }

    @Test
    void anErrorWithStatus200IsARejectWithItsWords() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(okJson("{\"error\":{\"message\":\"out of stock\"}}")));
        assertThat(outcome(sample("disguised"))).startsWith("rejected").contains("out of stock");
    }

    @Test
    void aProxysPageIsNoAnswerOfTheApiAndTheRowRunsAgain() throws Exception {
        answers(() -> any(anyUrl()), status(503, "<html>the proxy is sorry</html>"), okJson("{}"));
        assertThat(outcome(sample("disguised"))).isEqualTo("done");
        api.verify(2, postRequestedFor(anyUrl()));
    }

    @Test
    void aProxysPageThatTheRouteDoesNotJudgeLeavesAPostUnknown() throws Exception {
        answers(() -> any(anyUrl()), status(503, "<HTML>the proxy is sorry"));
        assertThat(outcome(sample("disguised").replace("<html", "no such words")))
                .isEqualTo("unknown");
    }
}
