package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.bactrian.oauth.OAuth;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedCallTest {

    @RegisterExtension
    static final World world = new World();

    private static RouteBuilder routes(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call")
                        .process("oauth.graph")
                        .process(World.callTarget(options))
                        .id("call");
                from("direct:plain").process(World.callTarget(options));
            }
        };
    }

    private static Exchange call(String target, Object body) {
        return world.template().request("direct:call", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("target", target);
        });
    }

    private static List<LoggedRequest> requestsToOther() {
        return world.other.findAll(anyRequestedFor(anyUrl()));
    }

    @Test
    void theTokenTravelsToAnAllowedHost() {
        world.start(routes(""));
        Exchange done = call(world.api.baseUrl() + "/users", "{}");
        assertThat(done.getException()).isNull();
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer " + TOKEN_START);
    }

    @Test
    void theTokenIsNowhereOnTheExchange() {
        world.start(routes(""));
        Exchange done = call(world.api.baseUrl() + "/users", "{}");
        assertThat(done.getMessage().getHeaders().toString() + done.getProperties() + done)
                .doesNotContain(TOKEN_START);
        assertThat(done.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void anotherPortGetsNoToken() {
        world.start(routes(""));
        call(world.other.baseUrl() + "/users", "{}");
        assertThat(requestsToOther()).singleElement().matches(request -> !request.containsHeader("Authorization"));
    }

    @Test
    void anotherNameOfTheSameHostGetsNoToken() {
        world.start(routes(""));
        call("http://127.0.0.1:" + world.api.port() + "/users", "{}");
        assertThat(world.requests()).singleElement().matches(request -> !request.containsHeader("Authorization"));
    }

    @Test
    void aRedirectElsewhereCarriesNoToken() {
        world.api.stubFor(any(anyUrl()).willReturn(temporaryRedirect(world.other.baseUrl() + "/elsewhere")));
        world.start(routes("?followRedirects=true"));
        call(world.api.baseUrl() + "/users", null);
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer ");
        assertThat(requestsToOther()).singleElement().matches(request -> !request.containsHeader("Authorization"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1.:%d/x", "http://localhost.:%d/x", "http://127.1:%d/x"})
    void aRedirectToAHostThatIsWrittenOddlyCarriesNoToken(String odd) {
        world.api.stubFor(any(anyUrl()).willReturn(temporaryRedirect(odd.formatted(world.other.port()))));
        world.start(routes("?followRedirects=true"));
        Exchange done = call(world.api.baseUrl() + "/users", null);
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer ");
        assertThat(requestsToOther()).allMatch(request -> !request.containsHeader("Authorization"));
        assertThat(done.getException() instanceof NullPointerException).isFalse();
    }

    @Test
    void aRedirectWithinTheHostCarriesTheToken() {
        world.api.stubFor(any(anyUrl()).willReturn(temporaryRedirect("/new")));
        world.api.stubFor(any(com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo("/new"))
                .willReturn(okJson("{}")));
        world.start(routes("?followRedirects=true"));
        call(world.api.baseUrl() + "/old", null);
        assertThat(world.tokensSent()).hasSize(2).allMatch(token -> token.startsWith("Bearer "));
    }

    @Test
    void a401FromElsewhereSaysWhichHostToAdd() {
        world.other.stubFor(any(anyUrl()).willReturn(unauthorized()));
        world.start(routes(""));
        Exchange done = call(world.other.baseUrl() + "/users", "{}");
        assertThat(done.getException(HttpOperationFailedException.class).getStatusText())
                .contains("oauth.graph.hosts does not contain http://localhost:" + world.other.port());
    }

    @Test
    void theRoutesOwnAuthorizationBesideAProfileIsRefused() {
        world.start(routes(""));
        Throwable failure = catchThrowable(() -> world.template()
                .requestBodyAndHeaders(
                        "direct:call", "{}", Map.of("target", world.api.baseUrl(), "Authorization", "Basic abc")));
        assertThat(failure)
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOf(CallNotSentException.class)
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("abc");
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void callsWithoutAProfileAreLeftAlone() {
        world.start(routes(""));
        world.template()
                .requestBodyAndHeaders(
                        "direct:plain", "{}", Map.of("target", world.api.baseUrl(), "Authorization", "Basic abc"));
        assertThat(world.tokensSent()).containsExactly("Basic abc");
    }

    @Test
    void noneEndsAProfile() {
        world.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").process("oauth.none").to(world.api.baseUrl());
            }
        });
        call("", "{}");
        assertThat(world.tokensSent()).containsExactly((String) null);
    }

    @Test
    void redeliveryCarriesAFreshToken() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        world.start(new RouteBuilder() {
            @Override
            public void configure() {
                onException(HttpOperationFailedException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> world.time.advance(java.time.Duration.ofHours(2)));
                from("direct:call").process("oauth.graph").to(world.api.baseUrl());
            }
        });
        call("", "{}");
        assertThat(world.tokensSent()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void a401IsFollowedByOneRenewalAndOneReplay() {
        world.api.stubFor(any(anyUrl())
                .inScenario("401")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(unauthorized())
                .willSetStateTo("renewed"));
        world.api.stubFor(
                any(anyUrl()).inScenario("401").whenScenarioStateIs("renewed").willReturn(okJson("{}")));
        world.start(routes(""));
        Exchange done = call(
                world.api.baseUrl() + "/users", new ByteArrayInputStream("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(done.getException()).isNull();
        assertThat(world.requests())
                .extracting(LoggedRequest::getBodyAsString)
                .containsExactly("{\"a\":1}", "{\"a\":1}");
        assertThat(world.tokensSent()).hasSize(2).doesNotHaveDuplicates();
        assertThat(world.issuer.requests()).hasSize(2);
    }

    @Test
    void a401ForEverIsReplayedOnce() {
        world.api.stubFor(any(anyUrl()).willReturn(unauthorized()));
        world.start(routes(""));
        Exchange done = call(world.api.baseUrl() + "/users", "{}");
        assertThat(done.getException(HttpOperationFailedException.class).getStatusCode())
                .isEqualTo(401);
        assertThat(world.requests()).hasSize(2);
    }

    @Test
    void theClaimsChallengeOfA401ReachesTheIssuer() {
        String claims = java.util.Base64.getEncoder()
                .encodeToString("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}"
                        .getBytes(StandardCharsets.UTF_8));
        world.api.stubFor(any(anyUrl())
                .willReturn(unauthorized()
                        .withHeader(
                                "WWW-Authenticate",
                                "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + claims + "\"")));
        world.start(routes(""));
        call(world.api.baseUrl() + "/users", "{}");
        assertThat(world.issuer.requests()).hasSize(2);
        assertThat(world.issuer.requests().get(1).getBodyAsString())
                .contains("claims=")
                .contains("1604106651");
    }

    @Test
    void aBodyThatLooksLikeJsonIsCalledJson() {
        world.start(routes("?httpMethod=POST"));
        call(world.api.baseUrl() + "/users", new ByteArrayInputStream(" {\"a\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(world.requests()).singleElement().matches(request -> request.getHeader("Content-Type")
                .equals("application/json"));
    }

    @Test
    void aLargeStreamIsSentOnceAndNotReplayed() {
        world.api.stubFor(any(anyUrl()).willReturn(unauthorized()));
        world.start(routes("?httpMethod=POST"));
        byte[] large = new byte[(1 << 20) + 10];
        Exchange done = call(world.api.baseUrl() + "/users", new ByteArrayInputStream(large));
        assertThat(done.getException(HttpOperationFailedException.class).getStatusCode())
                .isEqualTo(401);
        assertThat(world.requests()).singleElement().matches(request -> request.getBody().length == large.length);
    }

    @Test
    void cookiesAreNeitherKeptNorSent() {
        world.api.stubFor(any(anyUrl()).willReturn(okJson("{}").withHeader("Set-Cookie", "session=1; Path=/")));
        world.start(routes("?skipResponseHeaders=true"));
        call(world.api.baseUrl() + "/users", "{}");
        call(world.api.baseUrl() + "/users", "{}");
        assertThat(world.requests()).hasSize(2).noneMatch(request -> request.containsHeader("Cookie"));
    }

    @Test
    void headersOfOneAnswerAreNotSentWithTheNextRequest() {
        world.api.stubFor(any(anyUrl())
                .willReturn(okJson("{}").withHeader("Location", "/x").withHeader("Set-Cookie", "a=b")));
        world.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call")
                        .process("oauth.graph")
                        .to(world.api.baseUrl())
                        .to(world.api.baseUrl());
            }
        });
        call("", "{}");
        assertThat(world.requests())
                .hasSize(2)
                .noneMatch(request -> request.containsHeader("Location") || request.containsHeader("Set-Cookie"));
    }

    @Test
    void anEndpointsOwnConfigurerStaysInForce() {
        HttpClientConfigurer own = client -> client.setUserAgent("own");
        world.start(Map.of(), context -> context.getRegistry().bind("own", own), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").to(world.api.baseUrl() + "?httpClientConfigurer=#own");
            }
        });
        call("", "{}");
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer ");
        assertThat(world.requests()).singleElement().matches(request -> request.getHeader("User-Agent")
                .equals("own"));
    }

    @Test
    void aComponentsOwnConfigurerStaysInForceEvenIfItIsSetLater() {
        world.start(Map.of(), context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                getContext()
                        .getComponent("http", HttpComponent.class)
                        .setHttpClientConfigurer(client -> client.setUserAgent("own"));
                from("direct:call").process("oauth.graph").to(world.api.baseUrl() + "?authUsername=a&authPassword=b");
            }
        });
        call("", "{}");
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer ");
        assertThat(world.requests()).singleElement().matches(request -> request.getHeader("User-Agent")
                .equals("own"));
    }

    @Test
    void activityListenersDoNotSeeTheToken() {
        StringBuilder seen = new StringBuilder();
        world.start(Map.of(), context -> context.getRegistry().bind("listener", new HeaderCollector(seen)), routes(""));
        call(world.api.baseUrl() + "/users", "{}");
        assertThat(seen.toString()).contains("Authorization: Bearer ***").doesNotContain(TOKEN_START);
        assertThat(world.tokensSent()).singleElement().asString().startsWith("Bearer " + TOKEN_START);
    }

    @Test
    void twoContextsShareNothing() {
        world.start(routes(""));
        call(world.api.baseUrl() + "/users", "{}");
        CamelContext second = world.context(Map.of(), context -> {}, routes(""));
        second.createProducerTemplate().requestBodyAndHeader("direct:call", "{}", "target", world.api.baseUrl());
        second.stop();
        assertThat(OAuth.of(second)).isNotSameAs(OAuth.of(world.camel()));
        assertThat(world.tokensSent()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void refusalsWithUnreadableClaimsLeakNoConnection() {
        world.start(routes("?connectionsPerRoute=1&connectionRequestTimeout=2000"));
        for (String claims : List.of("Z2FyYmFnZQ==", "WzFd", "%%%")) {
            world.api.stubFor(any(anyUrl())
                    .willReturn(aResponse()
                            .withStatus(401)
                            .withHeader("WWW-Authenticate", "Bearer claims=\"" + claims + "\"")
                            .withBody("no")));
            assertThat(call(world.api.baseUrl() + "/users", "{}").getException())
                    .as(claims)
                    .isInstanceOf(HttpOperationFailedException.class);
        }
    }

    @Test
    void aProxyThatOpensNoWayMeansThatNothingWasSent() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread refusing = new Thread(() -> refuse(proxy));
            refusing.start();
            String options = "?proxyHost=127.0.0.1&proxyPort=" + proxy.getLocalPort() + "&proxyAuthScheme=http";
            world.start(Map.of("hosts", "https://api.test"), context -> {}, new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:call").process("oauth.graph").to("https://api.test/users" + options);
                }
            });

            assertThat(call("", "{}").getException())
                    .isInstanceOf(CallNotSentException.class)
                    .hasMessageContaining("was not sent: the proxy answered 502");
            refusing.join();
        }
    }

    private static void refuse(ServerSocket proxy) {
        try (Socket socket = proxy.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
                line = request.readLine();
            }
            String answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
