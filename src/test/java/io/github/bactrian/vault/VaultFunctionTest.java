package io.github.bactrian.vault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.bactrian.SettingException;
import io.github.bactrian.embed.Bactrian;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import io.github.bactrian.testing.SettableClock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VaultFunctionTest {

    private static final TestIssuer ISSUER = new TestIssuer();
    private static final WireMockServer VAULT = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    private final SettableClock clock = new SettableClock();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeAll
    static void open() {
        VAULT.start();
    }

    @AfterAll
    static void close() {
        VAULT.stop();
        ISSUER.close();
    }

    @BeforeEach
    void properties() {
        VAULT.resetAll();
        ISSUER.reset();
        camel.getPropertiesComponent().addInitialProperty("bactrian.vault.url", VAULT.baseUrl());
        camel.getPropertiesComponent().addInitialProperty("bactrian.vault.profile", "vault");
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        VAULT.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static ResponseDefinitionBuilder secret(String value) {
        return okJson("{\"value\":\"" + value + "\",\"id\":\"https://vault.test/secrets/api-key/1\"}");
    }

    private VaultFunction function() {
        OAuth.install(camel, ISSUER.profile("vault", VAULT.baseUrl()));
        VaultFunction function = new VaultFunction(clock);
        function.setCamelContext(camel);
        return function;
    }

    @Test
    void aPlaceholderIsReadWithTheProfilesToken() {
        answers(secret("open sesame"));
        OAuth.install(camel, ISSUER.profile("vault", VAULT.baseUrl()));

        assertThat(camel.resolvePropertyPlaceholders("{{vault:api-key}}")).isEqualTo("open sesame");

        VAULT.verify(getRequestedFor(urlEqualTo("/secrets/api-key?api-version=7.4"))
                .withHeader("Authorization", matching("Bearer " + TOKEN_START + ".*")));
    }

    @Test
    void anotherProfilesSecretMayBeInTheVault() throws Exception {
        answers(secret("from-the-vault"));
        Map<String, String> properties = new TreeMap<>(ISSUER.profile("vault", VAULT.baseUrl()));
        properties.putAll(ISSUER.profile("graph", "https://api.test"));
        properties.put("oauth.graph.client-secret", "{{vault:graph-secret}}");

        Bactrian.install(camel, properties);
        camel.start();
        camel.getRegistry().lookupByNameAndType("oauth.graph", Processor.class).process(new DefaultExchange(camel));

        assertThat(ISSUER.requests())
                .anySatisfy(request -> assertThat(request.getBodyAsString()).contains("from-the-vault"));
    }

    @Test
    void aSecretIsKeptForAWhileAndReadAnewThen() {
        VaultFunction function = function();
        answers(secret("old"));
        function.apply("api-key");
        answers(secret("new"));

        clock.advance(Duration.ofMinutes(4));
        assertThat(function.apply("api-key")).isEqualTo("old");
        clock.advance(Duration.ofMinutes(2));
        assertThat(function.apply("api-key")).isEqualTo("new");
    }

    @Test
    void theLastValueStaysWhileTheVaultIsDown() {
        VaultFunction function = function();
        answers(secret("old"));
        function.apply("api-key");
        answers(serverError());

        clock.advance(Duration.ofHours(1));

        assertThat(function.apply("api-key")).isEqualTo("old");
    }

    @Test
    void aRefusedTokenIsRenewedOnce() {
        VaultFunction function = function();
        answers(unauthorized());

        assertThatThrownBy(() -> function.apply("api-key")).hasMessageContaining("the vault answered 401");

        assertThat(ISSUER.requests()).hasSize(2);
        VAULT.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void whatIsMissingIsSaid() {
        VaultFunction function = function();
        answers(aResponse().withStatus(403));

        assertThatThrownBy(() -> function.apply("api-key"))
                .hasMessage(
                        "{{vault:api-key}} of " + VAULT.baseUrl() + ": the vault answered 403; give the application of"
                                + " oauth.vault the role Key Vault Secrets User.");
        assertThatThrownBy(() -> function.apply("../keys")).hasMessageContaining("letters, digits and hyphens");
    }

    @Test
    void aVaultThatIsNoHostOfTheProfileGetsNoToken() {
        OAuth.install(camel, ISSUER.profile("vault", "https://vault.test"));
        VaultFunction function = new VaultFunction(clock);
        function.setCamelContext(camel);

        assertThatThrownBy(() -> function.apply("api-key"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("the token may not go there; add it to oauth.vault.hosts");
        VAULT.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void aDryRunAsksNobody() {
        OAuth.dryRun(camel, ISSUER.profile("vault", VAULT.baseUrl()));

        assertThat(camel.resolvePropertyPlaceholders("{{vault:api-key}}")).isEqualTo("<secret api-key>");
        VAULT.verify(0, getRequestedFor(anyUrl()));
    }
}
