package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages arrive through {@code seda:}, as from a broker or an HTTP server. */
class SteeringTest {

    @RegisterExtension
    static final World world = new World();

    @BeforeAll
    static void open() {
        world.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:inbound").process("oauth.graph").to(world.api.baseUrl() + "/users");
                from("seda:indirect").to("direct:call");
                from("direct:call").process("oauth.graph").to(world.api.baseUrl() + "/users");
                from("seda:own")
                        .setHeader(Exchange.HTTP_QUERY, constant("own=1"))
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/users");
                from("seda:restored")
                        .onException(IllegalStateException.class)
                        .handled(true)
                        .useOriginalMessage()
                        .to(world.api.baseUrl() + "/users")
                        .end()
                        .process("oauth.graph")
                        .throwException(new IllegalStateException());
            }
        });
    }

    private static Exchange send(String endpoint, String header, String value) {
        return world.template().request(endpoint, exchange -> {
            exchange.getMessage().setBody("{}");
            exchange.getMessage().setHeaders(new HashMap<>(Map.of(header, value)));
        });
    }

    @Test
    void theSenderChoosesNoQuery() {
        send("seda:inbound", Exchange.HTTP_QUERY, "admin=1");
        assertThat(world.requests()).singleElement().matches(request -> request.getUrl()
                .equals("/users"));
    }

    @Test
    void theSenderChoosesNoMethod() {
        send("seda:inbound", Exchange.HTTP_METHOD, "DELETE");
        assertThat(world.requests())
                .singleElement()
                .matches(request -> request.getMethod().getName().equals("POST"));
    }

    @Test
    void theSenderChoosesNoHost() {
        send("seda:inbound", "CamelRestHttpUri", world.other.baseUrl());
        assertThat(world.requests()).singleElement().matches(request -> request.getUrl()
                .equals("/users"));
        assertThat(world.other.getAllServeEvents()).isEmpty();
    }

    @Test
    void aRouteInBetweenDoesNotVouchForTheSender() {
        send("seda:indirect", Exchange.HTTP_QUERY, "admin=1");
        assertThat(world.requests()).singleElement().matches(request -> request.getUrl()
                .equals("/users"));
    }

    @Test
    void theRouteMaySteer() {
        send("seda:own", Exchange.HTTP_QUERY, "admin=1");
        assertThat(world.requests()).singleElement().matches(request -> request.getUrl()
                .equals("/users?own=1"));
    }

    @Test
    void thisApplicationsOwnCodeMaySteer() {
        send("direct:call", Exchange.HTTP_QUERY, "own=1");
        assertThat(world.requests()).singleElement().matches(request -> request.getUrl()
                .equals("/users?own=1"));
    }

    @Test
    void theOriginalMessageSteersNoCallOfAnErrorHandler() {
        Exchange done = send("seda:restored", Exchange.HTTP_QUERY, "admin=1");
        assertThat(done.getException()).isInstanceOf(CallNotSentException.class).hasMessageContaining("CamelHttpQuery");
        assertThat(world.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "X-HTTP-Method", "X-HTTP-Method-Override", "Proxy-Authorization"})
    void theSenderNeitherOverridesTheMethodNorSpeaksForSomebodyElse(String header) {
        send("seda:inbound", header, "DELETE");
        assertThat(world.requests()).singleElement().satisfies(request -> assertThat(request.getHeader(header))
                .isNull());
    }
}
