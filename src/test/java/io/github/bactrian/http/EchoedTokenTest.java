package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An API that repeats the token it was sent: an error page that shows the request, a proxy that debugs. */
class EchoedTokenTest {

    /** The library is also tested on a Camel of which those components cannot be had. */
    private static final boolean HAS_OTHER_CLIENTS = EchoedTokenTest.class
                    .getClassLoader()
                    .getResource("META-INF/services/org/apache/camel/component/vertx-http")
            != null;

    @RegisterExtension
    static final World world = new World();

    @BeforeEach
    void start() {
        start("send-time");
    }

    private static void start(String inject) {
        world.start(Map.of("inject", inject), context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                String api = world.api.baseUrl() + "/users";
                from("direct:call").process("oauth.graph").to(api);
                from("direct:quiet").process("oauth.graph").to(api + "?throwExceptionOnFailure=false");
                from("direct:follow").process("oauth.graph").to(api + "?followRedirects=true");
                from("direct:twice").process("oauth.graph").to(api).to(world.other.baseUrl() + "/next");
                if (HAS_OTHER_CLIENTS) {
                    from("direct:vertx").process("oauth.graph").to("vertx-http:" + api);
                    from("direct:netty").process("oauth.graph").to("netty-http:" + api);
                }
            }
        });
    }

    /** The token that all calls of a test send, known after a first one. */
    private static String token() {
        world.api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
        world.template().requestBody("direct:quiet", "{}");
        String token = world.tokensSent().get(0).substring("Bearer ".length());
        assertThat(token).startsWith(TOKEN_START);
        world.api.resetAll();
        return token;
    }

    private static Exchange call(String endpoint, ResponseDefinitionBuilder answer) {
        world.api.stubFor(any(anyUrl()).willReturn(answer));
        return world.template()
                .request(endpoint, exchange -> exchange.getMessage().setBody("{}"));
    }

    static Stream<Function<String, String>> writings() {
        return Stream.of(
                token -> token,
                token -> "{\"error\":{\"message\":\"not valid: Bearer " + token + "\"}}",
                token -> Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)),
                token -> Base64.getUrlEncoder()
                        .encodeToString(("Authorization: Bearer " + token).getBytes(StandardCharsets.UTF_8)),
                token -> token.substring(0, 30),
                token -> token.substring(0, 24) + "\n" + token.substring(24),
                token -> "x".repeat(65_530) + token + "x".repeat(200_000) + token);
    }

    @ParameterizedTest
    @MethodSource("writings")
    void theBodyOfAnErrorIsMaskedInTheExceptionAndOnTheMessage(Function<String, String> writing) {
        String token = token();
        String body = "seen: " + writing.apply(token) + " end";

        HttpOperationFailedException failure = call(
                        "direct:call", aResponse().withStatus(400).withBody(body))
                .getException(HttpOperationFailedException.class);
        String quiet = call("direct:quiet", aResponse().withStatus(400).withBody(body))
                .getMessage()
                .getBody(String.class);

        assertThat(failure.getResponseBody())
                .startsWith("seen: ")
                .endsWith(" end")
                .contains("***");
        assertThat(quiet).isEqualTo(failure.getResponseBody());
        for (String part : new String[] {writing.apply(token), token, token.substring(13, 30)}) {
            assertThat(quiet).doesNotContain(part);
        }
    }

    @Test
    void aPackedBodyIsMaskedToo() {
        String token = token();
        ResponseDefinitionBuilder packed = aResponse().withStatus(400).withBody("seen: " + token + "x".repeat(2000));

        HttpOperationFailedException failure = world.template()
                .request("direct:call", exchange -> {
                    world.api.stubFor(any(anyUrl()).willReturn(packed));
                    exchange.getMessage().setHeader("Accept-Encoding", "gzip");
                })
                .getException(HttpOperationFailedException.class);

        assertThat(failure.getResponseBody()).startsWith("seen: ***x");
    }

    @Test
    void anErrorWithoutATokenIsLeftByteForByte() {
        byte[] body = new byte[200_000];
        new java.util.Random(7).nextBytes(body);

        assertThat(call("direct:quiet", aResponse().withStatus(500).withBody(body))
                        .getMessage()
                        .getBody(byte[].class))
                .isEqualTo(body);
    }

    @Test
    void theBodyOfASuccessIsTheRoutes() {
        String token = token();

        assertThat(call("direct:call", aResponse().withBody(token)).getMessage().getBody(String.class))
                .isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({"direct:call", "direct:vertx", "direct:netty"})
    void headersThatHoldItAreDroppedAndOthersKept(String endpoint) {
        assumeTrue(HAS_OTHER_CLIENTS || endpoint.equals("direct:call"), "no vertx-http on this Camel");
        String token = token();
        start("direct:call".equals(endpoint) ? "send-time" : "header");
        token = token.isEmpty() ? "" : token();

        Exchange answered = call(
                endpoint,
                aResponse()
                        .withHeader("Authorization", "Bearer other")
                        .withHeader("Proxy-Authorization", "Basic x")
                        .withHeader("Set-Cookie", "session=1")
                        .withHeader("Cookie", "session=1")
                        .withHeader("X-Debug", "you sent " + token)
                        .withHeader("X-Request-Id", "4f6c2c5e-0b67-4e0f-9c52-6f1f3b1e2d00"));

        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeaders())
                .containsEntry("X-Request-Id", "4f6c2c5e-0b67-4e0f-9c52-6f1f3b1e2d00")
                .doesNotContainKeys("Authorization", "Proxy-Authorization", "Set-Cookie", "Cookie", "X-Debug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http", "netty-http"})
    void errorsOfOtherComponentsAreMaskedToo(String component) {
        assumeTrue(HAS_OTHER_CLIENTS, "no vertx-http on this Camel");
        start("header");
        String endpoint = "direct:" + component.replace("-http", "");
        call(endpoint, aResponse().withStatus(200));
        String token = world.tokensSent().get(0).substring("Bearer ".length());

        Exception failure = call(
                        endpoint,
                        aResponse()
                                .withStatus(400)
                                .withStatusMessage("no " + token)
                                .withHeader("X-Debug", token)
                                .withBody(token))
                .getException();

        assertThat(failure).isNotNull();
        assertThat(failure.toString()).doesNotContain(token);
        if (failure instanceof HttpOperationFailedException answer) {
            assertThat(answer.getResponseBody() + answer.getResponseHeaders() + answer.getStatusText())
                    .contains("***")
                    .doesNotContain(token);
        }
    }

    @Test
    void theNextHostIsNotSentIt() {
        String token = token();

        call("direct:twice", aResponse().withHeader("X-Debug", token).withHeader("Authorization", "Bearer " + token));

        world.other.verify(
                WireMock.anyRequestedFor(anyUrl()).withoutHeader("X-Debug").withoutHeader("Authorization"));
    }

    @Test
    void aRedirectThatHoldsItIsNotFollowed() {
        String token = token();

        Exchange answered = call(
                "direct:follow",
                aResponse().withStatus(302).withHeader("Location", world.other.baseUrl() + "/?seen=" + token));

        world.other.verify(0, WireMock.anyRequestedFor(anyUrl()));
        assertThat(answered.getException(HttpOperationFailedException.class).getRedirectLocation())
                .isNull();
    }

    @Test
    void theStatusTextIsMasked() {
        String token = token();

        HttpOperationFailedException failure = call(
                        "direct:call", aResponse().withStatus(400).withStatusMessage("Bad " + token))
                .getException(HttpOperationFailedException.class);

        assertThat(failure.getStatusText()).isEqualTo("Bad ***");
        assertThat(failure.getMessage()).doesNotContain(token);
    }
}
