package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlingTest {

    @RegisterExtension
    static final World world = new World();

    @BeforeEach
    void reset() {
        start(Map.of());
    }

    private static void start(Map<String, String> settings) {
        world.start(settings, context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").to(world.api.baseUrl() + "/users?httpMethod=POST");
                from("direct:plain").to(world.api.baseUrl() + "/users?httpMethod=POST");
            }
        });
    }

    private static Exchange call(RecordingJournal journal) {
        return world.template().request("direct:call", exchange -> {
            exchange.getMessage().setBody("{}");
            exchange.setProperty(CallJournal.PROPERTY, journal);
        });
    }

    private static CompletableFuture<Exchange> callInBackground(RecordingJournal journal) {
        return CompletableFuture.supplyAsync(() -> call(journal), task -> new Thread(task).start());
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

    private static ResponseDefinitionBuilder throttled(int status, String retryAfter) {
        return aResponse().withStatus(status).withHeader("Retry-After", retryAfter);
    }

    private static void awaitWaiting(int number) {
        await().until(() -> world.time.waiting.get() == number);
    }

    @Test
    void aRefusedCallWaitsAndIsMadeAgainInPlace() {
        answersOnce(throttled(429, "30"));
        RecordingJournal journal = new RecordingJournal();
        CompletableFuture<Exchange> call = callInBackground(journal);
        awaitWaiting(1);
        world.time.advance(Duration.ofSeconds(30));
        assertThat(call.join().getException()).isNull();
        assertThat(journal.told)
                .containsExactly(
                        "sending POST /users", "answered 429", "sending POST /users", "answered 200", "waited PT30S");
    }

    @Test
    void oneRefusalHoldsAllOtherCallers() {
        answersOnce(throttled(429, "30"));
        RecordingJournal journal = new RecordingJournal();
        CompletableFuture<Exchange> first = callInBackground(journal);
        awaitWaiting(1);
        List<CompletableFuture<Exchange>> others =
                IntStream.range(0, 6).mapToObj(i -> callInBackground(journal)).toList();
        awaitWaiting(7);
        assertThat(world.requests()).hasSize(1);
        world.time.advance(Duration.ofSeconds(30));
        assertThat(first.join().getException()).isNull();
        assertThat(others).allMatch(other -> other.join().getException() == null);
        assertThat(world.requests()).hasSize(8);
    }

    @Test
    void aDateIsJudgedByTheAnswersOwnDate() {
        answersOnce(
                throttled(503, "Sun, 01 Feb 2026 10:02:00 GMT").withHeader("Date", "Sun, 01 Feb 2026 10:00:00 GMT"));
        RecordingJournal journal = new RecordingJournal();
        CompletableFuture<Exchange> call = callInBackground(journal);
        awaitWaiting(1);
        world.time.advance(Duration.ofMinutes(2));
        call.join();
        assertThat(journal.told).contains("answered 503", "waited PT2M");
    }

    @Test
    void aDayIsNotWaitedForInPlace() {
        world.api.stubFor(any(anyUrl()).willReturn(throttled(429, "86400")));
        Exchange done = call(new RecordingJournal());
        assertThat(done.getException(ThrottledException.class).retryAt())
                .isEqualTo(world.time.now().plus(Duration.ofDays(1)));
        assertThat(world.requests()).hasSize(1);
    }

    @Test
    void maxWaitIsTheProfiles() {
        start(Map.of("call.max-wait", "10s"));
        world.api.stubFor(any(anyUrl()).willReturn(throttled(429, "11")));
        assertThat(call(new RecordingJournal()).getException()).isInstanceOf(ThrottledException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 30, X, x",
        "X-RateLimit-Remaining, 0, X-RateLimit-Reset, 30",
        "x-rate-limit-remaining, 0, x-rate-limit-reset, 30",
        "RateLimit, '\"default\";r=0;t=30', X, x",
        "RateLimit, 'limit=100, remaining=0, reset=30', X, x"
    })
    void a403ThatSpeaksOfALimitIsNoRefusalOfTheCaller(String name, String value, String other, String otherValue) {
        answersOnce(aResponse().withStatus(403).withHeader(name, value).withHeader(other, otherValue));
        RecordingJournal journal = new RecordingJournal();
        CompletableFuture<Exchange> call = callInBackground(journal);
        awaitWaiting(1);
        world.time.advance(Duration.ofSeconds(30));
        assertThat(call.join().getException()).isNull();
        assertThat(journal.told)
                .containsExactly(
                        "sending POST /users", "answered 403", "sending POST /users", "answered 200", "waited PT30S");
    }

    @Test
    void any403ElseIsTheRoutesToJudge() {
        world.api.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(403).withHeader("X-RateLimit-Remaining", "9")));
        Exchange done = call(new RecordingJournal());
        assertThat(done.getException(HttpOperationFailedException.class).getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void a503WithoutRetryAfterIsTheRoutesToJudge() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
        Exchange done = call(new RecordingJournal());
        assertThat(done.getException(HttpOperationFailedException.class).getStatusCode())
                .isEqualTo(503);
        assertThat(world.requests()).hasSize(1);
    }

    @Test
    void aStopSendsWaitingCallsBackAsNotSent() {
        world.api.stubFor(any(anyUrl()).willReturn(throttled(429, "100")));
        CompletableFuture<Exchange> call = callInBackground(new RecordingJournal());
        awaitWaiting(1);
        world.stop();
        assertThat(call.join().getException()).isInstanceOf(CallNotSentException.class);
    }

    @Test
    void httpClientStillRetriesCallsThatAreNotGoverned() {
        answersOnce(throttled(503, "1"));
        Exchange done = world.template()
                .request("direct:plain", exchange -> exchange.getMessage().setBody("{}"));
        assertThat(done.getException()).isNull();
        assertThat(world.requests()).hasSize(2);
    }
}
