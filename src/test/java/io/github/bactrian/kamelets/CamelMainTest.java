package io.github.bactrian.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.bactrian.embed.Bactrian;
import io.github.bactrian.oauth.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kamelets and profiles in a Camel of its own, as camel-main and {@code camel run} make it: properties and YAML alone. */
class CamelMainTest {
    private static final String ROUTE = """
            - from:
                uri: direct:start
                steps:
                  - to:
                      uri: kamelet:bactrian-call-action
                      parameters: { profile: graph, url: "{{api.url}}/users" }
            """;

    @TempDir
    private Path home;

    private final TestIssuer issuer = new TestIssuer();
    private final WireMockServer api = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final Main main = new Main();

    @BeforeEach
    void prepare() throws Exception {
        api.start();
        api.stubFor(any(anyUrl()).willReturn(okJson("{\"id\": 7}")));
        Path route = Files.writeString(home.resolve("call.camel.yaml"), ROUTE);
        main.addInitialProperty("camel.main.configurationClasses", Bactrian.class.getName());
        main.addInitialProperty("camel.main.routesIncludePattern", "file:" + route);
        main.addInitialProperty("api.url", api.baseUrl());
        issuer.profile("graph", api.baseUrl()).forEach(main::addInitialProperty);
    }

    @AfterEach
    void stop() {
        main.stop();
        api.stop();
        issuer.close();
    }

    @Test
    void aKameletFromTheClassPathCallsWithTheProfileOfTheProperties() throws Exception {
        main.start();

        String answer = main.getCamelContext().createProducerTemplate().requestBody("direct:start", null, String.class);

        assertThat(answer).isEqualTo("{\"id\": 7}");
        assertThat(api.findAll(anyRequestedFor(anyUrl()))).singleElement().satisfies(request -> assertThat(
                        request.getHeader("Authorization"))
                .startsWith("Bearer "));
    }

    @Test
    void aProfileThatCannotWorkKeepsItFromStarting() {
        Map.of("oauth.graph.scope", "two scopes").forEach(main::addInitialProperty);

        assertThatThrownBy(main::start).hasStackTraceContaining("oauth.graph.scope");
    }
}
