package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

    @RegisterExtension
    static final World world = new World();

    private final RecordingJournal journal = new RecordingJournal();

    @BeforeEach
    void reset() {
        start("3");
    }

    private static void start(String retries) {
        world.start(Map.of("call.retries", retries), context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").process(World.callTarget(""));
            }
        });
    }

    private Exchange call(String method, String target, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("target", target + "/users");
        all.put(Exchange.HTTP_METHOD, method);
        CompletableFuture<Exchange> call = CompletableFuture.supplyAsync(
                () -> world.template().request("direct:call", exchange -> {
                    exchange.getMessage().setBody("{}");
                    exchange.getMessage().setHeaders(all);
                    exchange.setProperty(CallJournal.PROPERTY, journal);
                }),
                task -> new Thread(task).start());
        await().until(() -> {
            if (world.time.waiting.get() > 0) {
                world.time.advance(Duration.ofSeconds(1));
            }
            return call.isDone();
        });
        return call.join();
    }

    private Exchange call(String method) {
        return call(method, world.api.baseUrl(), Map.of());
    }

    private static void answersOnce(ResponseDefinitionBuilder first) {
        world.api.stubFor(any(anyUrl())
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("later"));
        world.api.stubFor(
                any(anyUrl()).inScenario("once").whenScenarioStateIs("later").willReturn(okJson("{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void anIdempotentCallWithoutAnAnswerIsMadeAgain(String method) {
        answersOnce(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(call(method).getException()).isNull();
        assertThat(journal.told)
                .containsExactly(
                        "sending " + method + " /users", "unanswered", "sending " + method + " /users", "answered 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void aCallThatMayHaveTakenEffectIsNeverMadeAgain(String method) {
        answersOnce(aResponse().withFault(Fault.EMPTY_RESPONSE));
        assertThat(call(method).getException()).isInstanceOf(CallUnansweredException.class);
        assertThat(world.requests()).hasSize(1);
    }

    @Test
    void aPostWithAnIdempotencyKeyIsMadeAgainWithTheSameKey() {
        answersOnce(aResponse().withFault(Fault.EMPTY_RESPONSE));
        Exchange done = call("POST", world.api.baseUrl(), Map.of("Idempotency-Key", "row-7"));
        assertThat(done.getException()).isNull();
        assertThat(world.requests()).hasSize(2).allSatisfy(request -> assertThat(request.getHeader("Idempotency-Key"))
                .isEqualTo("row-7"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aPassingFaultOfTheServerIsRetriedForIdempotentCallsOnly(int status) {
        answersOnce(aResponse().withStatus(status).withBody("<html>the proxy is sorry</html>"));
        assertThat(call("PUT").getException()).isNull();
        world.api.resetAll();
        answersOnce(aResponse().withStatus(status));
        assertThat(call("POST").getException(HttpOperationFailedException.class).getHttpResponseCode())
                .isEqualTo(status);
        assertThat(world.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425})
    void aCallThatWasRefusedUnprocessedIsMadeAgainWhateverItsMethod(int status) {
        answersOnce(aResponse().withStatus(status));
        assertThat(call("POST").getException()).isNull();
        assertThat(world.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 412, 501})
    void otherAnswersAreTheRoutesToJudge(int status) {
        answersOnce(aResponse().withStatus(status));
        assertThat(call("PUT").getException(HttpOperationFailedException.class).getHttpResponseCode())
                .isEqualTo(status);
    }

    @Test
    void retriesEnd() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(502)));
        assertThat(call("PUT").getException(HttpOperationFailedException.class).getHttpResponseCode())
                .isEqualTo(502);
        assertThat(world.requests()).hasSize(4);
    }

    @Test
    void whoKeepsTheJournalMayHaveSeenEnoughOfACallThatFails() {
        journal.attempts.set(2);
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(502)));
        assertThat(call("PUT").getException(HttpOperationFailedException.class).getHttpResponseCode())
                .isEqualTo(502);
        assertThat(world.requests()).hasSize(2);
    }

    @Test
    void zeroRetriesSwitchThemOff() {
        start("0");
        answersOnce(aResponse().withStatus(502));
        assertThat(call("PUT").getException()).isInstanceOf(HttpOperationFailedException.class);
    }

    @Test
    void aRefusedConnectionIsTriedAgainBecauseNothingWasSent() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Instant before = world.time.now();
        Exchange done = call("POST", "http://localhost:" + port, Map.of());
        assertThat(done.getException()).isInstanceOf(CallNotSentException.class);
        assertThat(Duration.between(before, world.time.now())).isGreaterThan(Duration.ofSeconds(3));
        assertThat(journal.told).isEmpty();
    }

    @Test
    void distrustIsAFaultOfConfigurationAndNotRetried() {
        Instant before = world.time.now();
        Exchange done = call("POST", world.issuer.url().toString(), Map.of());
        assertThat(done.getException(CallNotSentException.class).needsAction()).isTrue();
        assertThat(world.time.now()).isEqualTo(before);
    }

    @Test
    void anEndlessRefusalIsNotReadToItsEnd() {
        answersOnce(aResponse().withStatus(503).withHeader("Retry-After", "5").withBody(new byte[3 << 20]));
        assertThat(call("POST").getException()).isNull();
        assertThat(world.requests()).hasSize(2);
    }
}
