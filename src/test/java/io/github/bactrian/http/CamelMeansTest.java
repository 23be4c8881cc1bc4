package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's own means around a profile's calls, as docs/calls.md shows them. */
class CamelMeansTest {

    @RegisterExtension
    static final World world = new World();

    private final RecordingJournal journal = new RecordingJournal();

    /** What the page shows behind the comment of that name; without its waits. */
    private static String sample(String name) throws IOException {
        Matcher found = Pattern.compile("<!-- " + name + " -->\n```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/calls.md")));
        assertThat(found.find()).as(name).isTrue();
        return found.group(1).replace("redeliveryDelay: \"2000\"", "redeliveryDelay: \"1\"");
    }

    private static void start(String yaml) throws Exception {
        start(Map.of(), yaml);
    }

    private static void start(Map<String, String> settings, String yaml) throws Exception {
        world.start(
                settings,
                context -> {
                    Properties properties = new Properties();
                    properties.put("graph.url", world.api.baseUrl());
                    context.getPropertiesComponent().setInitialProperties(properties);
                },
                new RouteBuilder() {
                    @Override
                    public void configure() {}
                });
        PluginHelper.getRoutesLoader(world.camel()).loadRoutes(ResourceHelper.fromString("sample.camel.yaml", yaml));
    }

    private Exchange call(String uri) {
        return world.template().request(uri, exchange -> {
            exchange.getMessage().setBody("{\"mail\":\"ann@x.example\"}");
            exchange.getMessage().setHeaders(new HashMap<>(Map.of("user", "ann")));
            exchange.setProperty(CallJournal.PROPERTY, journal);
        });
    }

    private CompletableFuture<Exchange> callInBackground(String uri) {
        return CompletableFuture.supplyAsync(() -> call(uri), task -> new Thread(task).start());
    }

    private static void answers(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            String state = i == 0 ? Scenario.STARTED : "after " + i;
            world.api.stubFor(any(anyUrl())
                    .inScenario("answers")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(i == answers.length - 1 ? state : "after " + (i + 1))
                    .willReturn(answers[i]));
        }
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    private static void assertAllCarryAToken(int number) {
        assertThat(world.tokensSent()).hasSize(number).allSatisfy(token -> assertThat(token)
                .contains(TOKEN_START));
    }

    private static void assertHoldsNoToken(Exchange exchange) {
        String all = exchange.getAllProperties() + " " + exchange.getMessage().getHeaders() + " "
                + exchange.getMessage().getBody(String.class) + " " + exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
        assertThat(all).doesNotContain(TOKEN_START, "Authorization");
    }

    @Test
    void aRedeliveryIsACallThatPassesTheGateAndGetsAValidToken() throws Exception {
        start(Map.of("call.max-wait", "3h"), sample("redelivery"));
        answers(status(404).withHeader("RateLimit-Remaining", "0").withHeader("RateLimit-Reset", "7200"), okJson("{}"));
        CompletableFuture<Exchange> call = callInBackground("direct:set-photo");
        await().until(() -> world.time.waiting.get() > 0 || call.isDone());
        assertThat(call).as("waits at the gate").isNotDone();

        await().until(() -> {
            world.time.advance(Duration.ofMinutes(30));
            return call.isDone();
        });

        assertThat(call.join().getException()).isNull();
        assertAllCarryAToken(2);
        assertThat(world.tokensSent()).as("the first has expired").doesNotHaveDuplicates();
        assertHoldsNoToken(call.join());
    }

    @Test
    void redeliveriesAreToldToTheJournalAndEnd() throws Exception {
        start(sample("redelivery"));
        answers(status(404));
        assertThat(call("direct:set-photo").getException(HttpOperationFailedException.class))
                .isNotNull();
        assertAllCarryAToken(6);
        assertThat(journal.told).filteredOn("redelivered"::equals).hasSize(5);
    }

    @Test
    void aHandledThrottledExceptionSaysWhenToComeBack() throws Exception {
        start(Map.of("call.max-wait", "1s"), sample("handled"));
        answers(status(429).withHeader("Retry-After", "3600"));
        Exchange done = call("direct:change-user");
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeaders()).containsOnly(Map.entry("CamelHttpResponseCode", "503"));
        assertThat(done.getMessage().getBody(String.class))
                .isEqualTo("no calls before " + world.time.now().plusSeconds(3600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.github.bactrian.http.CallUnansweredException",
                "io.github.bactrian.http.CallNotSentException",
                "org.apache.camel.http.base.HttpOperationFailedException"
            })
    void everyTypedErrorCanBeHandledByItsType(String type) throws Exception {
        start(sample("handled")
                .replace("io.github.bactrian.http.ThrottledException", type)
                .replace("${exception.retryAt}", "${exception.class.simpleName}")
                .replace("{{graph.url}}", type.contains("NotSent") ? "http://nobody.invalid" : "{{graph.url}}"));
        answers(type.contains("Unanswered") ? aResponse().withFault(Fault.EMPTY_RESPONSE) : status(409));
        Exchange done = call("direct:change-user");
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class))
                .isEqualTo("no calls before " + type.replaceAll(".*\\.", ""));
    }

    @Test
    void anAnswerThatMeansSomethingIsCaught() throws Exception {
        start(sample("try"));
        answers(status(404), status(403));
        assertThat(call("direct:remove-user").getMessage().getBody()).isEqualTo("gone before");
        assertThat(call("direct:remove-user").getException()).isInstanceOf(HttpOperationFailedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aDeadLetterHoldsNoToken(String original) throws Exception {
        start(sample("dead-letters")
                .replace("file:outbox/failed", "mock:kept")
                .replace("useOriginalMessage: \"true\"", "useOriginalMessage: \"" + original + "\""));
        answers(status(400));
        assertThat(call("direct:add-user").getException()).isNull();
        assertAllCarryAToken(1);
        List<Exchange> letters =
                world.camel().getEndpoint("mock:kept", MockEndpoint.class).getExchanges();
        assertThat(letters).singleElement().satisfies(CamelMeansTest::assertHoldsNoToken);
        if (original.equals("true")) {
            assertThat(letters.get(0).getMessage().getHeader("user")).isEqualTo("ann");
        }
    }

    @Test
    void anOpenCircuitBreakerMakesNoCallAndGivesItsFallback() throws Exception {
        start(sample("breaker"));
        answers(status(404));
        for (int i = 0; i < 4; i++) {
            assertThat(call("direct:find-user").getMessage().getBody()).isEqualTo("what was known yesterday");
        }
        assertAllCarryAToken(2);
        assertThat(journal.told).filteredOn("answered 404"::equals).hasSize(2);
    }

    @Test
    void aCircuitBreakerWithATimeoutCarriesProfileAndJournalToItsThread() throws Exception {
        start(sample("breaker").replace("slidingWindowSize: 2", "slidingWindowSize: 2, timeoutEnabled: \"true\""));
        answers(okJson("{\"id\":1}"));
        assertThat(call("direct:find-user").getMessage().getBody(String.class)).isEqualTo("{\"id\":1}");
        assertAllCarryAToken(1);
        assertThat(journal.told).contains("answered 200");
    }

    @Test
    void callsBehindAThrottleGoOutAsEver() throws Exception {
        start(sample("throttle").replace("constant: 5", "constant: 1").replace("\"1000\"", "\"20\""));
        call("direct:tidy-up");
        call("direct:tidy-up");
        assertAllCarryAToken(2);
    }

    @Test
    void copiesOfAMessageCarryProfileAndJournal() throws Exception {
        start("""
                - route:
                    from:
                      uri: direct:start
                      steps:
                        - process: { ref: oauth.graph }
                        - split:
                            constant: "1,2,3"
                            delimiter: ","
                            parallelProcessing: "true"
                            steps: [ { to: direct:split } ]
                        - multicast:
                            parallelProcessing: "true"
                            steps: [ { to: direct:multicast }, { to: "seda:queue?waitForTaskToComplete=Always" } ]
                        - wireTap: { uri: direct:tap }
                        - enrich: { constant: direct:enrich }
                - from: { uri: "direct:split", steps: [ { to: "{{graph.url}}/split" } ] }
                - from: { uri: "direct:multicast", steps: [ { to: "{{graph.url}}/multicast" } ] }
                - from: { uri: "seda:queue", steps: [ { to: "{{graph.url}}/queue" } ] }
                - from: { uri: "direct:tap", steps: [ { to: "{{graph.url}}/tap" } ] }
                - from: { uri: "direct:enrich", steps: [ { to: "{{graph.url}}/enrich" } ] }
                """);
        assertThat(call("direct:start").getException()).isNull();
        await().untilAsserted(() ->
                assertThat(journal.told).filteredOn("answered 200"::equals).hasSize(7));
        assertAllCarryAToken(7);
        assertThat(world.requests())
                .extracting(LoggedRequest::getUrl)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.asList("/split", "/split", "/split", "/multicast", "/queue", "/tap", "/enrich"));
    }
}
