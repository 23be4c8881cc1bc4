package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.bactrian.oauth.TestIssuer.SECRET;
import static io.github.bactrian.oauth.TestIssuer.TENANT;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.bactrian.oauth.OAuthProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.BacklogTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * How tokens and secrets get away elsewhere. Here are the ways that no other test shows shut:
 *
 * <ol>
 *   <li>Redirects: here; within the host: {@code AuthorizedCallTest}
 *   <li>Headers that steer: here and {@code SteeringTest}
 *   <li>A second call to another host: here
 *   <li>Redelivery with an old token: {@code AuthorizedCallTest.redeliveryCarriesAFreshToken}
 *   <li>Log EIP with all headers: {@code NoTraceOfTheTokenTest.camelLogsNone}
 *   <li>Tracer and backlog tracer: here
 *   <li>What management shows: {@code NoTraceOfTheTokenTest.jmxShowsNone}; of the processor: here
 *   <li>Text and JSON that no masking knows: {@code NoTraceOfTheTokenTest}; HttpClient's wire log: here
 *   <li>A secret with special characters in an error: {@code EntraTokenSourceTest.aWrongSecretNeedsActionAndIsExplained}
 *   <li>Dead letters: {@code NoTraceOfTheTokenTest.deadLettersCarryNone}
 *   <li>One token for two tenants, scopes, clients or credentials: {@code TokenCacheTest.tenantsHaveTokensOfTheirOwn};
 *       profiles: here
 *   <li>A wide token for a narrow scope: here
 *   <li>Many requests at once: {@code TokenCacheTest.sixtyFourColdThreadsMakeOneRequest},
 *       {@code aRefusedTokenIsReplacedOnceForAllWhoHeldIt}
 *   <li>A token endpoint that redirects: {@code aRedirectIsNotFollowed} in the tests of both token sources
 *   <li>An issuer that echoes: {@code EntraTokenSourceTest}, {@code OidcTokenSourceTest.aSecretThatKeycloakRefusesIsNotShown}
 *   <li>An issuer that hangs: {@code EntraTokenSourceTest.aSilentIssuerIsGivenUpInTime}, {@code anAnswerThatTrickles…}
 *   <li>429 and Retry-After: {@code EntraTokenSourceTest.aThrottledIssuerIsAskedWhenItSays},
 *       {@code TokenCacheTest.aLongerTimeThatTheIssuerAsksForIsObeyed}
 *   <li>Answers that carry no token: {@code EntraTokenSourceTest}, {@code OidcTokenSourceTest}
 *   <li>A 401 for ever: {@code AuthorizedCallTest.a401ForEverIsReplayedOnce}
 *   <li>Rotation: {@code EntraCredentialsTest}, {@code EntraTokenSourceTest.aChangedSecretFileCountsAtOnce}
 *   <li>A tenant from a message: here and {@code ProfileSettingsTest.aMessageSelectsAmongTheProfilesTenantsOnly}
 *   <li>A cache in a file: there is none, which {@code ArchitectureTest.tokensAreNeverKeptInAFile} holds
 * </ol>
 */
class SecurityCasesTest {

    @RegisterExtension
    static final World world = new World();

    private static void start(Map<String, String> settings) {
        world.start(settings, context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:inbound?pollTimeout=20")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/users?httpMethod=POST");
                from("direct:call")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/users?httpMethod=POST&skipResponseHeaders=true");
                from("direct:follow").process("oauth.graph").to(world.api.baseUrl() + "/users?followRedirects=true");
                from("direct:two")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/users")
                        .to(world.other.baseUrl() + "/log");
            }
        });
    }

    private static Exchange send(String endpoint, Map<String, Object> headers, Map<String, Object> properties) {
        return world.template().request(endpoint, exchange -> {
            exchange.getMessage().setBody("{}");
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            properties.forEach(exchange::setProperty);
        });
    }

    private static List<LoggedRequest> elsewhere() {
        return world.other.findAll(anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectTakesTheTokenElsewhere(int status) {
        world.api.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(status).withHeader("Location", world.other.baseUrl() + "/x")));
        start(Map.of());
        world.template().request("direct:follow", exchange -> {});
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer " + TOKEN_START);
        assertThat(elsewhere()).singleElement().matches(request -> !request.containsHeader("Authorization"));
    }

    @ParameterizedTest
    @CsvSource({"CamelHttpUri,/evil", "CamelRestHttpUri,/evil", "CamelHttpPath,/evil", "CamelHttpRawQuery,a=b"})
    void noHeaderOfTheSenderSteersTheCall(String name, String value) {
        start(Map.of());
        String sent = name.endsWith("Uri") ? world.other.baseUrl() + value : value;
        send("seda:inbound", Map.of(name, sent), Map.of());
        assertThat(elsewhere()).isEmpty();
        assertThat(world.requests()).singleElement().matches(request -> request.getUrl()
                .equals("/users"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "CamelRestHttpUri"})
    void noHeaderOfTheRouteTakesTheTokenElsewhere(String name) {
        start(Map.of());
        send("direct:call", Map.of(name, world.other.baseUrl() + "/evil"), Map.of());
        assertThat(elsewhere()).singleElement().matches(request -> !request.containsHeader("Authorization"));
    }

    @Test
    void theNextCallElsewhereCarriesNone() {
        start(Map.of());
        send("direct:two", Map.of(), Map.of());
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer ");
        assertThat(elsewhere()).singleElement().matches(request -> !request.containsHeader("Authorization"));
    }

    @Test
    void tracersSeeNone() {
        world.start(
                Map.of(),
                context -> {
                    context.setTracing(true);
                    context.setBacklogTracing(true);
                },
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:call").process("oauth.graph").to(world.api.baseUrl() + "/users");
                    }
                });
        send("direct:call", Map.of(), Map.of());
        BacklogTracer tracer = world.camel().getCamelContextExtension().getContextPlugin(BacklogTracer.class);
        String traced = tracer.dumpAllTracedMessages().stream()
                .map(message -> message.toXml(0) + message.toJSon(0))
                .toList()
                .toString();
        assertThat(traced).contains("/users").doesNotContain(TOKEN_START).doesNotContain(SECRET);
    }

    @Test
    void theProcessorShowsItsNameOnly() {
        start(Map.of());
        assertThat(world.camel().getRegistry().lookupByName("oauth.graph")).hasToString("oauth.graph");
    }

    @Test
    void nothingIsSentWhileHttpClientsWireLogIsOn() {
        Logger wire = (Logger) LoggerFactory.getLogger("org.apache.hc.client5.http.wire");
        start(Map.of());
        wire.setLevel(Level.DEBUG);
        try {
            Exchange done = send("direct:call", Map.of(), Map.of());
            assertThat(done.getException())
                    .isInstanceOf(CallNotSentException.class)
                    .hasMessageContaining("org.apache.hc.client5.http.wire");
            assertThat(world.requests()).isEmpty();
        } finally {
            wire.setLevel(null);
        }
    }

    @Test
    void profilesShareNoTokens() {
        Map<String, String> narrow = new HashMap<>();
        world.issuer.profile("narrow", world.api.baseUrl()).forEach(narrow::put);
        narrow.put("oauth.narrow.scope", "https://api.test/narrow/.default");
        world.startWith(narrow, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/wide")
                        .process("oauth.narrow")
                        .to(world.api.baseUrl() + "/narrow");
            }
        });
        send("direct:both", Map.of(), Map.of());
        assertThat(world.tokensSent()).hasSize(2).doesNotHaveDuplicates();
        assertThat(world.issuer.requests()).hasSize(2);
    }

    @Test
    void forgedHeadersSelectNeitherProfileNorTenant() {
        start(Map.of("tenants", "fabrikam.example"));
        send("seda:inbound", Map.of("oauthProfile", "other", "oauthTenant", "fabrikam.example"), Map.of());
        assertThat(world.requests()).hasSize(1);
        assertThat(world.issuer.requests()).as("those to %s", TENANT).hasSize(1);
    }

    @Test
    void aTenantThatIsNotTheProfilesGetsNothing() {
        start(Map.of("tenants", "fabrikam.example"));
        Exchange done = send("direct:call", Map.of(), Map.of(OAuthProfile.TENANT_PROPERTY, "evil.example"));
        assertThat(done.getException()).hasMessageContaining("evil.example");
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void cookiesDoNotCrossTenants() {
        start(Map.of("tenants", "fabrikam.example"));
        world.api.stubFor(any(urlEqualTo("/users")).willReturn(ok("{}").withHeader("Set-Cookie", "tenant=a; Path=/")));
        send("direct:call", Map.of(), Map.of());
        send("direct:call", Map.of(), Map.of(OAuthProfile.TENANT_PROPERTY, "fabrikam.example"));
        assertThat(world.tokensSent()).hasSize(2).doesNotHaveDuplicates();
        assertThat(world.requests()).hasSize(2).noneMatch(request -> request.containsHeader("Cookie"));
    }

    @Test
    void aTenantThatIsThrottledDoesNotHoldAnother() {
        start(Map.of("tenants", "fabrikam.example", "call.max-wait", "1s"));
        world.api.stubFor(
                any(urlEqualTo("/users")).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "900")));
        assertThat(send("direct:call", Map.of(), Map.of()).getException()).isInstanceOf(ThrottledException.class);
        world.api.stubFor(any(urlEqualTo("/users")).willReturn(ok("{}")));
        assertThat(send("direct:call", Map.of(), Map.of()).getException()).isInstanceOf(ThrottledException.class);
        Exchange other = send("direct:call", Map.of(), Map.of(OAuthProfile.TENANT_PROPERTY, "fabrikam.example"));
        assertThat(other.getException()).isNull();
    }
}
