package io.github.bactrian.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static io.github.bactrian.oauth.TestIssuer.SECRET;
import static io.github.bactrian.oauth.TestIssuer.TENANT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntraTokenSourceTest {

    private static TestIssuer issuer;

    private final SettableClock clock = new SettableClock();
    private final CamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() {
        issuer = new TestIssuer();
    }

    @AfterAll
    static void close() {
        issuer.close();
    }

    @BeforeEach
    void reset() {
        issuer.reset();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** @param changes settings of the profile; a null value removes one */
    private OAuthProfile profile(String... changes) {
        Map<String, String> properties = new TreeMap<>(issuer.profile("graph", "https://api.test"));
        for (int i = 0; i < changes.length; i += 2) {
            properties.put("oauth.graph." + changes[i], changes[i + 1]);
        }
        return OAuth.install(camel, properties, clock).profiles().iterator().next();
    }

    private TokenException failure(String... changes) {
        OAuthProfile profile = profile(changes);
        return catchThrowableOfType(TokenException.class, () -> profile.token(TENANT));
    }

    private TokenException failureAfter(ResponseDefinitionBuilder answer) {
        issuer.answers(answer);
        return failure();
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aTokenLivesAsLongAsTheIssuerSays() throws TokenException {
        Token token = profile().token(TENANT);
        assertThat(Duration.between(clock.instant(), token.expires()))
                .isBetween(Duration.ofSeconds(3590), Duration.ofSeconds(3660));
        assertThat(token.toString()).doesNotContain(token.value());
    }

    @Test
    void theSecretIsFormEncoded() throws TokenException {
        profile().token(TENANT);
        assertThat(issuer.requests().get(0).getBodyAsString())
                .contains("client_secret=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                .contains("grant_type=client_credentials");
    }

    @Test
    void refreshInDecidesAboutTheRenewal() throws TokenException {
        issuer.answers(TestIssuer.token(3600, ",\"refresh_in\":1800"));
        Token token = profile().token(TENANT);
        assertThat(Duration.between(clock.instant(), token.renewFrom()))
                .isBetween(Duration.ofSeconds(1795), Duration.ofSeconds(1805));
    }

    @Test
    void aWrongSecretNeedsActionAndIsExplained() {
        TokenException failure = failureAfter(TestIssuer.error(
                401, "invalid_client", "AADSTS7000215: Invalid client secret " + SECRET + " provided. Trace ID: 1"));
        assertThat(failure.needsAction()).isTrue();
        assertThat(failure)
                .hasMessageContainingAll(
                        "oauth.graph",
                        issuer.url(),
                        "invalid_client",
                        "AADSTS7000215",
                        "c0ffee",
                        "Fix: create a client secret");
        assertThat(printed(failure)).doesNotContain(SECRET).doesNotContain("Trace ID");
    }

    static Stream<String> writingsOfTheSecret() {
        byte[] basic = ("the-client:" + SECRET).getBytes(UTF_8);
        byte[] secret = SECRET.getBytes(UTF_8);
        String form = URLEncoder.encode(SECRET, UTF_8);
        return Stream.of(
                SECRET,
                form,
                form.toLowerCase(Locale.ROOT),
                URLEncoder.encode(form, UTF_8),
                Base64.getEncoder().encodeToString(secret),
                Base64.getEncoder().encodeToString(basic).substring(16),
                Base64.getEncoder()
                        .encodeToString(("the-client:" + form).getBytes(UTF_8))
                        .substring(16),
                HexFormat.of().formatHex(secret),
                HexFormat.of().withUpperCase().formatHex(secret),
                SECRET.replace("&", "&amp;"));
    }

    @ParameterizedTest
    @MethodSource("writingsOfTheSecret")
    void noEncodingOfTheSecretIsShownInAnyFieldOfTheAnswer(String echo) {
        List<ResponseDefinitionBuilder> answers = List.of(
                TestIssuer.error(401, "invalid_client", "got " + echo),
                TestIssuer.error(401, echo, "x"),
                jsonResponse("{\"error\":\"invalid_client\",\"correlation_id\":\"" + echo + "\"}", 400),
                jsonResponse("{\"access_token\":\"t\",\"token_type\":\"" + echo + "\"}", 200),
                aResponse().withStatus(403).withBody("no: " + echo),
                aResponse()
                        .withStatus(502)
                        .withHeader("Content-Type", "text/" + echo)
                        .withBody("x"));
        for (ResponseDefinitionBuilder answer : answers) {
            assertThat(printed(failureAfter(answer))).contains("***").doesNotContain(echo);
        }
    }

    @Test
    void aTokenInTheWrongFieldIsNotShown() {
        String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

        assertThat(printed(failureAfter(
                        jsonResponse("{\"access_token\":\"opaque-token-1\",\"token_type\":\"opaque-token-1\"}", 200))))
                .doesNotContain("opaque");
        assertThat(printed(failureAfter(TestIssuer.error(400, "invalid_request", "bad assertion " + jwt))))
                .doesNotContain("eyJ");
    }

    @ParameterizedTest
    @CsvSource({
        "jdk.httpclient.HttpClient.log, 'errors,requests,headers'",
        "jdk.httpclient.HttpClient.log, all",
        "jdk.internal.httpclient.debug, true",
        "javax.net.debug, all",
        "javax.net.debug, 'ssl,plaintext'"
    })
    void aLogThatWouldShowTheSecretIsRefusedWithTheRemedy(String property, String value) {
        System.setProperty(property, value);
        try {
            assertThat(failure()).hasMessageContainingAll("oauth.graph", property, "remove it");
            assertThat(issuer.requests()).isEmpty();
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void aLogThatShowsNoSecretIsLeftAlone() throws TokenException {
        System.setProperty("javax.net.debug", "ssl:handshake");
        System.setProperty("jdk.httpclient.HttpClient.log", "errors,requests");
        try {
            assertThat(profile().token(TENANT)).isNotNull();
        } finally {
            System.clearProperty("javax.net.debug");
            System.clearProperty("jdk.httpclient.HttpClient.log");
        }
    }

    @Test
    void aThrottledIssuerIsAskedWhenItSays() {
        TokenException failure = failureAfter(
                TestIssuer.error(429, "temporarily_unavailable", "AADSTS90055").withHeader("Retry-After", "120"));
        assertThat(failure.needsAction()).isFalse();
        assertThat(failure.retryAt()).isEqualTo(clock.instant().plusSeconds(120));
        assertThat(issuer.requests()).hasSize(1);
    }

    @Test
    void aServerErrorPasses() {
        TokenException failure = failureAfter(aResponse().withStatus(503).withBody("<html>down</html>"));
        assertThat(failure.needsAction()).isFalse();
        assertThat(failure).hasMessageContaining("status 503").hasMessageNotContaining("<html>");
        assertThat(issuer.requests()).hasSize(1);
    }

    @Test
    void pagesAndEmptyAnswersAreNoTokens() {
        assertThat(failureAfter(
                        aResponse().withHeader("Content-Type", "text/html").withBody("<html>login</html>")))
                .hasMessageContainingAll("without a token", "text/html", "authority-host");
    }

    @Test
    void anEmptyAnswerIsNoToken() {
        assertThat(failureAfter(aResponse().withStatus(200))).hasMessageContainingAll("without a token", "empty body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "null", "\"\"", "\"soon\""})
    void aTokenWithoutALifeCountsUntilItIsRefused(String life) throws TokenException {
        issuer.answers(jsonResponse("{\"access_token\":\"x\",\"expires_in\":" + life + "}", 200));
        assertThat(profile().token(TENANT).expires()).isEqualTo(Token.OPEN_END);
    }

    @Test
    void aLifeGivenAsTextCounts() throws TokenException {
        issuer.answers(aResponse()
                .withHeader("Content-Type", "application/json")
                .withBody("{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":\"3600\"}"));
        assertThat(profile().token(TENANT).value()).isEqualTo("x");
    }

    @Test
    void aRedirectIsNotFollowed() {
        TokenException failure = failureAfter(aResponse().withStatus(307).withHeader("Location", issuer.url() + "/x"));
        assertThat(failure).hasMessageContaining("redirect");
        assertThat(failure.needsAction()).isTrue();
    }

    @Test
    void anEndlessAnswerIsGivenUp() {
        assertThat(failureAfter(aResponse().withBody("x".repeat((1 << 20) + 1))))
                .hasMessageContaining("longer than 1048576 bytes");
    }

    @Test
    void aBrokenConnectionPasses() {
        assertThat(failureAfter(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .needsAction())
                .isFalse();
    }

    @Test
    void aSilentIssuerIsGivenUpInTime() {
        issuer.answers(TestIssuer.token(3600, "").withFixedDelay(10_000));
        assertThat(failure("timeout", "200ms")).hasMessageContaining("no answer within 200 ms");
    }

    @Test
    void anAnswerThatTricklesIsGivenUpInTime() {
        issuer.answers(TestIssuer.token(3600, "").withChunkedDribbleDelay(20, 20_000));
        assertThat(failure("timeout", "500ms")).hasMessageContaining("no answer within 500 ms");
    }

    @Test
    void nobodyThereIsSaidAndPasses() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        TokenException failure = failure("authority-host", "https://127.0.0.1:" + port);
        assertThat(failure).hasMessageContainingAll("127.0.0.1:" + port, "nothing accepts connections");
        assertThat(failure.needsAction()).isFalse();
    }

    @Test
    void anUntrustedIssuerNeedsACaFile() {
        TokenException failure = failure("ca-file", "");
        assertThat(failure).hasMessageContaining("ca-file");
        assertThat(failure.needsAction()).isTrue();
    }

    @Test
    void aChangedSecretFileCountsAtOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "first\n");
        OAuthProfile profile = profile("client-secret", "", "client-secret-file", file.toString());
        Token token = profile.token(TENANT);
        Files.writeString(file, "second\r\n");
        profile.renew(TENANT, token, null);
        assertThat(secretsSent()).containsExactly("first", "second");
    }

    @Test
    void theSecondFileHelpsIfTheFirstSecretIsRefused() throws Exception {
        Path next = Files.writeString(directory.resolve("new"), "new");
        Path last = Files.writeString(directory.resolve("old"), "old");
        issuer.answers(TestIssuer.error(401, "invalid_client", "AADSTS7000222"));
        assertThat(failure("client-secret", "", "client-secret-file", next + "," + last))
                .isNotNull();
        assertThat(secretsSent()).containsExactly("new", "old");
    }

    private static List<String> secretsSent() {
        return issuer.requests().stream()
                .map(request -> request.getBodyAsString().replaceFirst(".*client_secret=([^&]*).*", "$1"))
                .toList();
    }

    @Test
    void aTokenWithoutARequiredRoleIsRefused() {
        assertThat(failure("required-roles", "User.ReadWrite.All"))
                .hasMessageContainingAll(
                        "User.ReadWrite.All",
                        "admin consent at " + issuer.url() + "/" + TENANT + "/adminconsent?client_id=the-client");
    }

    @Test
    void eachTenantHasAConsentPageOfItsOwn() {
        OAuthProfile profile = profile("tenants", "fabrikam.example");
        assertThat(profile.tenants()).containsExactly(TENANT, "fabrikam.example");
        assertThat(profile.consentUrl("fabrikam.example").map(Object::toString))
                .contains(issuer.url() + "/fabrikam.example/adminconsent?client_id=the-client");
    }

    @Test
    void theDoubleSlashOfOldResourcesIsKept() throws TokenException {
        profile("scope", "https://database.windows.net//.default").token(TENANT);
        assertThat(issuer.requests().get(0).getBodyAsString())
                .contains(URLEncoder.encode("https://database.windows.net//.default", StandardCharsets.UTF_8));
    }
}
