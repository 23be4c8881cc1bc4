package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallJournalTest {

    @RegisterExtension
    static final World world = new World();

    private final RecordingJournal journal = new RecordingJournal();

    @BeforeEach
    void reset() {
        world.start(routes());
    }

    private static RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").process(World.callTarget(""));
                from("direct:plain").process(World.callTarget(""));
            }
        };
    }

    private Exchange call(String route, String method, String target) {
        return world.template().request(route, exchange -> {
            exchange.getMessage().setBody("{}");
            exchange.getMessage().setHeader("target", target);
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, method);
            exchange.setProperty(CallJournal.PROPERTY, journal);
        });
    }

    private static int portWithoutAnyone() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void sendingIsToldBeforeTheFirstByte() {
        List<Integer> requestsSeen = new ArrayList<>();
        journal.onSending = () -> requestsSeen.add(world.requests().size());
        call("direct:call", "POST", world.api.baseUrl() + "/users?secret=1");
        assertThat(requestsSeen).containsExactly(0);
        assertThat(journal.told).containsExactly("sending POST /users", "answered 200");
    }

    @Test
    void callsWithoutAProfileAreToldToo() {
        call("direct:plain", "POST", world.api.baseUrl() + "/users");
        assertThat(journal.told).containsExactly("sending POST /users", "answered 200");
        assertThat(world.tokensSent()).containsExactly((String) null);
    }

    @Test
    void aRefusedConnectionIsNotSent() throws IOException {
        Exchange done = call("direct:call", "POST", "http://localhost:" + portWithoutAnyone() + "/users");
        assertThat(done.getException()).isInstanceOf(CallNotSentException.class);
        assertThat(journal.told).isEmpty();
    }

    @Test
    void anUnknownHostIsNotSent() {
        Exchange done = call("direct:call", "POST", "http://nobody.invalid/users");
        assertThat(done.getException())
                .isInstanceOf(CallNotSentException.class)
                .hasMessageContaining("the host name is not known");
        assertThat(journal.told).isEmpty();
    }

    @Test
    void anUntrustedCertificateIsNotSentAndNeedsAction() {
        Exchange done = call("direct:call", "POST", world.issuer.url() + "/users");
        assertThat(done.getException(CallNotSentException.class).needsAction()).isTrue();
        assertThat(journal.told).isEmpty();
    }

    @Test
    void aProfilesCaFileIsTrustedOnItsHostsOnly() {
        Map<String, String> trusting =
                Map.of("call.ca-file", world.issuer.caFile().toString());
        world.start(trusting, context -> {}, routes());
        Exchange elsewhere = call("direct:call", "POST", world.issuer.url() + "/users");
        assertThat(elsewhere.getException()).isInstanceOf(CallNotSentException.class);

        Map<String, String> more = new HashMap<>(trusting);
        more.put("hosts", world.issuer.url());
        world.start(more, context -> {}, routes());
        assertThat(call("direct:call", "POST", world.issuer.url() + "/users").getException())
                .isNull();
    }

    @Test
    void aResetAfterSendingIsUnansweredAndNotRepeated() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        Exchange done = call("direct:call", "POST", world.api.baseUrl() + "/users");
        assertThat(done.getException(CallUnansweredException.class).call().idempotent())
                .isFalse();
        assertThat(journal.told).containsExactly("sending POST /users", "unanswered");
    }

    @Test
    void httpClientsHiddenRetryDoesNotRepeatAPutEither() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        Exchange done = call("direct:call", "PUT", world.api.baseUrl() + "/users/1");
        assertThat(done.getException(CallUnansweredException.class).call().idempotent())
                .isTrue();
        assertThat(world.requests()).hasSize(1);
    }

    @Test
    void anIdempotencyKeyMakesAPostIdempotent() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        Exchange done = world.template().request("direct:call", exchange -> {
            exchange.getMessage().setBody("{}");
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "target", world.api.baseUrl(), Exchange.HTTP_METHOD, "POST", "Idempotency-Key", "1")));
        });
        assertThat(done.getException(CallUnansweredException.class).call().idempotent())
                .isTrue();
    }

    @Test
    void aTimeoutAfterSendingIsUnanswered() {
        world.start(Map.of("call.response-timeout", "50ms"), context -> {}, routes());
        world.api.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(5000)));
        Exchange done = call("direct:call", "POST", world.api.baseUrl() + "/users");
        assertThat(done.getException()).isInstanceOf(CallUnansweredException.class);
        assertThat(journal.told).containsExactly("sending POST /users", "unanswered");
    }

    @Test
    void whatCannotBeRecordedIsNotSent() {
        journal.canRecord = false;
        Exchange done = call("direct:call", "POST", world.api.baseUrl() + "/users");
        assertThat(done.getException()).isInstanceOf(CallNotSentException.class).hasMessageContaining("disk full");
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void aReplayIsACallOfItsOwn() {
        world.api.stubFor(any(anyUrl())
                .inScenario("401")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(unauthorized())
                .willSetStateTo("renewed"));
        world.api.stubFor(
                any(anyUrl()).inScenario("401").whenScenarioStateIs("renewed").willReturn(okJson("{}")));
        call("direct:call", "POST", world.api.baseUrl() + "/users");
        assertThat(journal.told)
                .containsExactly(
                        "sending POST /users", "answered 401", "tokenRenewed", "sending POST /users", "answered 200");
    }
}
