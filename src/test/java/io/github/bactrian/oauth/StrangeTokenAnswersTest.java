package io.github.bactrian.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.bactrian.oauth.TestIssuer.SECRET;
import static io.github.bactrian.oauth.TestIssuer.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.bactrian.testing.SettableClock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What issuers answer that read RFC 6749 in their own way, or do not know it. */
class StrangeTokenAnswersTest {

    private static final String USUAL = "{'access_token':'x','token_type':'Bearer','expires_in':3600}";
    private static WireMockServer server;
    private static TestIssuer entra;

    private final SettableClock clock = new SettableClock();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeAll
    static void open() {
        server = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        entra = new TestIssuer();
    }

    @AfterAll
    static void close() {
        server.stop();
        entra.close();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private OAuthProfile profile(String... changes) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "oauth.kc.type", "oidc",
                "oauth.kc.token-endpoint", server.baseUrl() + "/token",
                "oauth.kc.client-id", "the client",
                "oauth.kc.client-secret", SECRET,
                "oauth.kc.hosts", "https://api.test"));
        for (int i = 0; i < changes.length; i += 2) {
            properties.put("oauth.kc." + changes[i], changes[i + 1]);
        }
        return OAuth.install(camel, properties, clock).profiles().iterator().next();
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body.replace('\'', '"'));
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private Token token(ResponseDefinitionBuilder answer, String... changes) throws TokenException {
        answers(answer);
        return profile(changes).token("");
    }

    private TokenException failure(ResponseDefinitionBuilder answer) {
        answers(answer);
        OAuthProfile profile = profile();
        return catchThrowableOfType(TokenException.class, () -> profile.token(""));
    }

    private long secondsLeft(Token token) {
        return Duration.between(clock.instant(), token.expires()).toSeconds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'access_token':'x','token_type':'Bearer','expires_in':'3600'}                    | 3600",
                "{'access_token':'x','token_type':'Bearer','expires_in':' 3600 '}                  | 3600",
                "{'access_token':'x','token_type':'Bearer','expires_in':'3600.0'}                  | 3600",
                "{'access_token':'x','token_type':'Bearer','expires_in':3600.0}                    | 3600",
                "{'access_token':'x','token_type':'Bearer','expires_in':3.6e3}                     | 3600",
                "{'access_token':'x','token_type':'BearerToken','expires_in':3600}                 | 3600",
                "{'access_token':'x','token_type':'bearer','expires_in':3600}                      | 3600",
                "{'access_token':'x','token_type':'BEARER','expires_in':3600}                      | 3600",
                "{'access_token':'x','token_type':null,'expires_in':3600}                          | 3600",
                "{'access_token':'x','token_type':'','expires_in':3600}                            | 3600",
                "{'access_token':'x','expires_in':3600}                                            | 3600",
                "{'access_token':'x','expires_in':3600,'error':''}                                 | 3600",
                "{'access_token':'x','expires_in':3600,'error':null,'error_description':''}        | 3600",
                "{'access_token':'x','expires_in':3600,'error':false}                              | 3600",
                "{'access_token':'y','access_token':'x','expires_in':1,'expires_in':3600}          | 3600",
                "{'access_token':'x\\n','expires_in':1}                                            | 1"
            })
    void aTokenIsTakenHoweverItsAnswerIsWritten(String answer, long seconds) throws TokenException {
        Token token = token(json(answer));
        assertThat(token.value()).isEqualTo("x");
        assertThat(secondsLeft(token)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203})
    void anySuccessCarriesAToken(int status) throws TokenException {
        assertThat(token(json(USUAL).withStatus(status)).value()).isEqualTo("x");
        entra.answers(json(USUAL).withStatus(status));
        assertThat(OAuth.install(camel, entra.profile("graph", "https://api.test"), clock)
                        .profiles()
                        .iterator()
                        .next()
                        .token(TENANT)
                        .value())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'access_token':'x'}",
                "{'access_token':'x','expires_in':null}",
                "{'access_token':'x','expires_in':''}",
                "{'access_token':'x','expires_in':0}",
                "{'access_token':'x','expires_in':-1}",
                "{'access_token':'x','expires_in':'never'}",
                "{'access_token':'x','expires_in':1e400}",
                "{'access_token':'x','expires_in':99999999999999999999}",
                "{'access_token':'x','expires_in':{}}"
            })
    void aTokenWhoseLifeNoOneTellsCountsUntilItIsRefused(String answer) throws TokenException {
        OAuthProfile profile = profile();
        answers(json(answer));
        Token first = profile.token("");
        assertThat(first.expires()).isEqualTo(Token.OPEN_END);

        clock.advance(Duration.ofDays(400));
        answers(json(answer.replace("'x'", "'next'")));
        assertThat(profile.token("").value()).isEqualTo("x");
        assertThat(profile.renew("", first, null).value()).isEqualTo("next");
    }

    @Test
    void aTokenWhoseLifeNoOneTellsCountsAsLongAsTheProfileSays() throws TokenException {
        assertThat(secondsLeft(token(json("{'access_token':'x'}"), "token-lifetime", "30m")))
                .isEqualTo(1800);
        assertThat(secondsLeft(token(json(USUAL), "token-lifetime", "30m"))).isEqualTo(3600);
    }

    @Test
    void theTokensOwnExpiryCountsIfTheAnswerTellsNone() throws TokenException {
        Instant end = clock.instant().plusSeconds(600);
        assertThat(secondsLeft(token(json("{'access_token':'" + jwt(end.getEpochSecond()) + "'}"))))
                .isBetween(599L, 600L);
        assertThat(secondsLeft(
                        token(json("{'access_token':'" + jwt(end.getEpochSecond()) + "'}"), "token-lifetime", "1m")))
                .isEqualTo(60);
    }

    @Test
    void anExpiryInThePastIsAWrongClockAndTellsNothing() throws TokenException {
        assertThat(token(json("{'access_token':'" + jwt(1) + "'}")).expires()).isEqualTo(Token.OPEN_END);
    }

    private static String jwt(long exp) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String claims = encoder.encodeToString(("{\"exp\":" + exp + "}").getBytes(StandardCharsets.UTF_8));
        return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "." + claims + ".c2ln";
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, UTF-8, true",
        "application/json;charset=utf-8, UTF-8, true",
        "application/json;charset=ISO-8859-1, ISO-8859-1, false",
        "application/json; charset=\"utf-16\", UTF-16, false",
        "text/plain; charset=nonsense, UTF-8, false"
    })
    void charsetsAndByteOrderMarksAreRead(String type, Charset charset, boolean mark) throws TokenException {
        byte[] body = ((mark ? "\uFEFF" : "") + USUAL.replace('\'', '"')).getBytes(charset);
        assertThat(token(aResponse().withHeader("Content-Type", type).withBody(body))
                        .value())
                .isEqualTo("x");
    }

    @Test
    void aNumberThatNothingHoldsIsNoToken() {
        assertThat(failure(json("{'access_token':'x','expires_in':1e9999999999}")))
                .hasMessageContainingAll("oauth.kc", "without a token");
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsToldAndNotShown() {
        TokenException failure = failure(json("{'access_token':'oops\\r\\nX-Evil: 1','expires_in':60}"));
        assertThat(failure).hasMessageContaining("no header can carry").hasMessageNotContaining("oops");
        assertThat(failure.needsAction()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | text/plain       | Bad client credentials                                  | Bad client credentials",
                "401 | text/html        | <html><style>p{}</style><h1>No</h1><p>entry</p></html>  | \"No entry\"",
                "403 | text/html        | <title>Forbidden by gateway</title>                     | \"Forbidden by gateway\"",
                "401 | application/json | {'message':'Invalid client'}                            | Invalid client",
                "400 | application/json | {'error':{'code':17,'message':'no such app'}}           | no such app",
                "401 | text/plain       | ''                                                      | an empty body",
                "404 | text/plain       | no route                                                | no route",
                "405 | text/plain       | only GET                                                | only GET"
            })
    void aRefusalInOtherWordsThanOAuthsLastsAndIsShown(int status, String type, String body, String words) {
        TokenException failure = failure(
                aResponse().withStatus(status).withHeader("Content-Type", type).withBody(body.replace('\'', '"')));
        assertThat(failure.needsAction()).isTrue();
        assertThat(failure).hasMessageContainingAll("oauth.kc", "status " + status, words, "Check ");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 511})
    void anIssuerThatIsBusyOrDownPasses(int status) {
        TokenException failure =
                failure(aResponse().withStatus(status).withBody("gone fishing").withHeader("Retry-After", "120"));
        assertThat(failure.needsAction()).isFalse();
        assertThat(failure.retryAt()).isEqualTo(clock.instant().plusSeconds(120));
        assertThat(failure).hasMessageContaining("gone fishing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | false",
                "{'access_token':'secret-tok   | false",
                "<html>Sign in</html>          | true",
                "{'message':'no'}              | true",
                "{'access_token':''}           | true"
            })
    void aSuccessWithoutATokenLastsUnlessItWasCutShort(String body, boolean lasting) {
        TokenException failure = failure(json(body));
        assertThat(failure.needsAction()).isEqualTo(lasting);
        assertThat(failure).hasMessageContaining("without a token").hasMessageNotContaining("secret-tok");
    }

    @Test
    void theWordsOfARefusalAreOneShortLineWithoutSecrets() {
        TokenException failure = failure(aResponse()
                .withStatus(401)
                .withBody("first\r\nsecond \u001b[31m <b>" + SECRET + "</b> client_secret=" + SECRET + "\n"
                        + "word ".repeat(10_000)));
        assertThat(failure.getMessage())
                .contains("first second", "***")
                .doesNotContain(SECRET, "\n", "\r", "\u001b")
                .hasSizeLessThan(800);
    }

    @Test
    void anotherSecretIsTriedIfTheFirstIsRefusedInOtherWords() throws TokenException {
        answers(aResponse().withStatus(401).withBody("no"));
        OAuthProfile profile = profile();
        TokenException failure = catchThrowableOfType(TokenException.class, () -> profile.token(""));
        assertThat(failure.credentialRefused()).isTrue();
    }
}
