package io.github.bactrian.embed;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.bactrian.SettingException;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;

class DiscoveryTest {

    private static final TestIssuer ISSUER = new TestIssuer();
    private static final WireMockServer API = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    private final CamelContext camel = new DefaultCamelContext();

    @BeforeAll
    static void open() {
        API.start();
    }

    @AfterAll
    static void close() {
        API.stop();
        ISSUER.close();
    }

    @BeforeEach
    void reset() {
        API.resetAll();
        API.stubFor(any(anyUrl()).willReturn(ok()));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    static boolean camelFindsPlugins() {
        try {
            Class.forName("org.apache.camel.spi.ContextServicePlugin");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private void properties(Map<String, String> more) {
        Properties properties = new Properties();
        properties.putAll(ISSUER.profile("graph", API.baseUrl()));
        properties.putAll(more);
        camel.getPropertiesComponent().setInitialProperties(properties);
    }

    private void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").to(API.baseUrl() + "/with");
                from("direct:bare").to(API.baseUrl() + "/without");
            }
        });
        camel.start();
    }

    private void callBoth() {
        camel.createProducerTemplate().requestBody("direct:call", "");
        camel.createProducerTemplate().requestBody("direct:bare", "");
    }

    @Test
    @EnabledIf("camelFindsPlugins")
    void theJarAndSomePropertiesAreEnough() throws Exception {
        properties(Map.of());
        start();

        callBoth();

        API.verify(postRequestedFor(urlEqualTo("/with"))
                .withHeader("Authorization", matching("Bearer " + TOKEN_START + ".*")));
        API.verify(postRequestedFor(urlEqualTo("/without")).withoutHeader("Authorization"));
    }

    @Test
    void oneLineInstallsThemAnywhere() throws Exception {
        properties(Map.of());
        Bactrian.install(camel);
        start();

        callBoth();

        API.verify(postRequestedFor(urlEqualTo("/with"))
                .withHeader("Authorization", matching("Bearer " + TOKEN_START + ".*")));
    }

    @Test
    @DisabledIf("camelFindsPlugins")
    void anOlderCamelFindsNothingByItself() {
        properties(Map.of());
        camel.start();

        assertThat(OAuth.of(camel)).isNull();
    }

    @Test
    @EnabledIf("camelFindsPlugins")
    void aFaultyProfileKeepsTheContextFromStarting() {
        properties(Map.of("oauth.graph.client-id", ""));

        assertThatThrownBy(this::start)
                .hasRootCauseInstanceOf(SettingException.class)
                .rootCause()
                .hasMessageStartingWith("oauth.graph.client-id: is missing");
    }

    @Test
    void anApplicationWithoutProfilesIsLeftAlone() {
        camel.getPropertiesComponent().addInitialProperty("oauth.enabled", "true");
        camel.start();

        assertThat(OAuth.of(camel)).isNull();
        assertThat(camel.getComponent("http", HttpComponent.class).getHttpClientConfigurer())
                .isNull();
        assertThat(camel.getComponent("http", HttpComponent.class).getHttpActivityListener())
                .isNull();
    }
}
