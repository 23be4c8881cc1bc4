package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An issuer, two APIs on loopback (the profile {@code graph} may go to the first), and a Camel context that calls them. */
final class World implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    @Override
    public void beforeEach(ExtensionContext test) {
        reset();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    final TestIssuer issuer = new TestIssuer();
    final WireMockServer api = api();
    final WireMockServer other = api();
    final SettableTime time = new SettableTime();
    private CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template = camel.createProducerTemplate();

    private static WireMockServer api() {
        WireMockServer server = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        return server;
    }

    void reset() {
        issuer.reset();
        for (WireMockServer server : List.of(api, other)) {
            server.resetAll();
            server.stubFor(any(anyUrl()).willReturn(ok("{}")));
        }
    }

    /** Replaces the Camel context by a started one. */
    void start(RouteBuilder routes) {
        start(Map.of(), context -> {}, routes);
    }

    /** @param more settings of the profile {@code graph} */
    void start(Map<String, String> more, Consumer<CamelContext> before, RouteBuilder routes) {
        stop();
        camel = context(more, before, routes);
        template = camel.createProducerTemplate();
    }

    /** @param others properties of other profiles, with their prefix */
    void startWith(Map<String, String> others, RouteBuilder routes) {
        stop();
        camel = context(others, Map.of(), context -> {}, routes);
        template = camel.createProducerTemplate();
    }

    CamelContext context(Map<String, String> more, Consumer<CamelContext> before, RouteBuilder routes) {
        return context(Map.of(), more, before, routes);
    }

    private CamelContext context(
            Map<String, String> others, Map<String, String> more, Consumer<CamelContext> before, RouteBuilder routes) {
        try {
            CamelContext context = new DefaultCamelContext();
            before.accept(context);
            Map<String, String> properties = new TreeMap<>(issuer.profile("graph", api.baseUrl()));
            // most tests look at one attempt; those of retries say how many they want
            properties.put("oauth.graph.call.retries", "0");
            properties.putAll(others);
            more.forEach((key, value) -> properties.put("oauth.graph." + key, value));
            OAuth.install(context, properties, time.clock);
            AuthorizedHttp.install(context, time);
            context.addRoutes(routes);
            context.start();
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls what the header {@code target} says, as code of an application may: no rule of routes keeps it from any host. */
    static Processor callTarget(String options) {
        Map<String, Producer> producers = new ConcurrentHashMap<>();
        return exchange -> {
            String target = exchange.getMessage().getHeader("target", String.class) + options;
            producers
                    .computeIfAbsent(target, uri -> started(exchange.getContext(), uri))
                    .process(exchange);
        };
    }

    private static Producer started(CamelContext context, String uri) {
        try {
            Producer producer = context.getEndpoint(uri).createProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    CamelContext camel() {
        return camel;
    }

    ProducerTemplate template() {
        return template;
    }

    /** What the API was asked, in order. */
    List<LoggedRequest> requests() {
        return api.findAll(anyRequestedFor(anyUrl()));
    }

    List<String> tokensSent() {
        return requests().stream()
                .map(request -> request.getHeader("Authorization"))
                .toList();
    }

    void stop() {
        camel.stop();
    }

    @Override
    public void close() {
        stop();
        issuer.close();
        api.stop();
        other.stop();
    }
}
