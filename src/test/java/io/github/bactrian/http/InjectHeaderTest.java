package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.badRequest;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.vertx.core.net.ProxyOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectHeaderTest {

    @RegisterExtension
    static final World world = new World();

    private static void start(String inject, RouteBuilder routes) {
        world.start(Map.of("inject", inject), context -> {}, routes);
    }

    /** Calls the path of the first API, with redeliveries. */
    private static RouteBuilder calls(String component) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from("direct:call").process("oauth.graph").to(component + ":" + world.api.baseUrl() + "/users");
                from("direct:dynamic")
                        .process("oauth.graph")
                        .toD(component + ":" + world.api.baseUrl() + "/users/${header.user}");
                from("direct:other").process("oauth.graph").to(component + ":" + world.other.baseUrl() + "/users");
                from("direct:none")
                        .process("oauth.graph")
                        .process("oauth.none")
                        .to(component + ":" + world.api.baseUrl() + "/users");
            }
        };
    }

    private static Exchange send(String endpoint, Map<String, Object> headers) {
        return world.template()
                .request(endpoint, exchange -> exchange.getMessage().setHeaders(new java.util.HashMap<>(headers)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http", "netty-http"})
    void theTokenIsOnTheMessageDuringTheCallOnly(String component) {
        start("header", calls(component));

        Exchange answered = send("direct:call", Map.of());

        assertThat(answered.getException()).isNull();
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer " + TOKEN_START);
        assertThat(answered.getMessage().getHeader("Authorization")).isNull();
        assertThat(answered.getIn().getHeader("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http", "netty-http"})
    void dynamicEndpointsGetItToo(String component) {
        start("header", calls(component));

        send("direct:dynamic", Map.of("user", "ada"));

        world.api.verify(getRequestedFor(urlEqualTo("/users/ada"))
                .withHeader("Authorization", matching("Bearer " + TOKEN_START + ".*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http", "netty-http"})
    void aCallThatFailsLeavesNothingBehind(String component) {
        start("header", calls(component));
        world.api.stubFor(any(anyUrl()).willReturn(badRequest()));

        Exchange failed = send("direct:call", Map.of());

        assertThat(failed.getException()).isNotNull();
        assertThat(failed.getMessage().getHeader("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http", "netty-http"})
    void eachRedeliveryHasItAgain(String component) {
        start("header", calls(component));
        world.api.stubFor(any(anyUrl())
                .inScenario("broken once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(serverError())
                .willSetStateTo("well"));
        world.api.stubFor(any(anyUrl())
                .inScenario("broken once")
                .whenScenarioStateIs("well")
                .willReturn(ok()));

        assertThat(send("direct:call", Map.of()).getException()).isNull();

        assertThat(world.tokensSent()).hasSize(2).allMatch(token -> token.startsWith("Bearer " + TOKEN_START));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http", "netty-http"})
    void otherHostsAndCallsWithoutAProfileGetNone(String component) {
        start("header", calls(component));

        send("direct:other", Map.of());
        send("direct:none", Map.of());

        world.other.verify(getRequestedFor(anyUrl()).withoutHeader("Authorization"));
        world.api.verify(getRequestedFor(anyUrl()).withoutHeader("Authorization"));
    }

    @Test
    void aHeaderThatLeadsElsewhereGetsNone() {
        start("header", calls("vertx-http"));

        send("direct:call", Map.of(Exchange.HTTP_URI, world.other.baseUrl() + "/users"));

        assertThat(world.tokensSent()).isEmpty();
        world.other.verify(getRequestedFor(anyUrl()).withoutHeader("Authorization"));
    }

    @Test
    void aHeaderOfTheMessagesOwnIsRefused() {
        start("header", calls("vertx-http"));

        Exchange refused = send("direct:call", Map.of("Authorization", "Bearer own"));

        assertThat(refused.getException())
                .isInstanceOf(CallNotSentException.class)
                .hasMessageContaining("has a header Authorization of its own beside oauth.graph");
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void withoutTheSettingNothingIsInjected() {
        start("send-time", calls("vertx-http"));

        send("direct:call", Map.of());

        assertThat(world.tokensSent()).containsExactly((String) null);
    }

    @Test
    void aProxyThatWouldSeeTheTokenIsRefused() {
        start("header", new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call")
                        .process("oauth.graph")
                        .to("vertx-http:" + world.api.baseUrl() + "/users?proxyHost=127.0.0.1&proxyPort="
                                + world.other.port());
            }
        });

        Exchange refused = send("direct:call", Map.of());

        assertThat(refused.getException())
                .isInstanceOf(CallNotSentException.class)
                .hasMessageContaining("its proxy would see the token of oauth.graph")
                .hasMessageContaining("Leave out proxyHost");
        world.other.verify(0, getRequestedFor(anyUrl()));
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void aProxyOfTheClientsOptionsThatWouldSeeTheTokenIsRefused() {
        start("header", new RouteBuilder() {
            @Override
            public void configure() {
                getContext()
                        .getRegistry()
                        .bind(
                                "proxied",
                                new WebClientOptions()
                                        .setProxyOptions(new ProxyOptions()
                                                .setHost("127.0.0.1")
                                                .setPort(world.other.port())));
                from("direct:call")
                        .process("oauth.graph")
                        .to("vertx-http:" + world.api.baseUrl() + "/users?webClientOptions=#proxied");
            }
        });

        assertThat(send("direct:call", Map.of()).getException()).isInstanceOf(CallNotSentException.class);
        world.other.verify(0, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1.", "http://[::1", "http://", "http://a b/", "http://u@127.0.0.1/"})
    void anOddHostGetsNoTokenAndIsNoFaultOfOurs(String odd) {
        start("header", calls("vertx-http"));

        Exchange answered = send("direct:call", Map.of(Exchange.HTTP_URI, odd));

        assertThat(world.tokensSent()).allMatch(java.util.Objects::isNull);
        assertThat(answered.getException() instanceof NullPointerException).isFalse();
    }
}
