package io.github.bactrian.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.github.bactrian.SettingException;
import io.github.bactrian.testing.SettableClock;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcTokenSourceTest {

    private static final String SECRET = "s3cr3t-&+%=value";
    private static WireMockServer server;

    private final SettableClock clock = new SettableClock();
    private final CamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() {
        server = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
    }

    @AfterAll
    static void close() {
        server.stop();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
        answers(TestIssuer.token(300, ""));
        tells("{\"issuer\":\"" + issuer() + "\",\"token_endpoint\":\"" + issuer() + "/token\"}");
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static String issuer() {
        return server.baseUrl() + "/realms/main";
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        server.stubFor(post(anyUrl()).willReturn(answer));
    }

    private static void tells(String metadata) {
        server.stubFor(
                get(urlEqualTo("/realms/main/.well-known/openid-configuration")).willReturn(okJson(metadata)));
    }

    /** @param changes settings of the profile; an empty value removes one */
    private OAuthProfile profile(String... changes) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "oauth.kc.type", "oidc",
                "oauth.kc.issuer", issuer(),
                "oauth.kc.client-id", "the client",
                "oauth.kc.client-secret", SECRET,
                "oauth.kc.hosts", "https://api.test"));
        for (int i = 0; i < changes.length; i += 2) {
            properties.put("oauth.kc." + changes[i], changes[i + 1]);
        }
        return OAuth.install(camel, properties, clock).profiles().iterator().next();
    }

    private TokenException failure(String... changes) {
        OAuthProfile profile = profile(changes);
        return catchThrowableOfType(TokenException.class, () -> profile.token(""));
    }

    private static LoggedRequest request() {
        return server.findAll(postRequestedFor(anyUrl())).get(0);
    }

    private static String sent(String parameter) {
        return URLDecoder.decode(
                request().getBodyAsString().replaceFirst("(?:.*&)?" + parameter + "=([^&]*).*", "$1"),
                StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void theIssuersMetadataTellsTheTokenEndpoint() throws TokenException {
        Token token = profile().token("");
        assertThat(token.value()).startsWith(TestIssuer.TOKEN_START);
        assertThat(token.expires()).isEqualTo(clock.instant().plusSeconds(300));
        assertThat(request().getUrl()).isEqualTo("/realms/main/token");
        assertThat(request().getBodyAsString()).isEqualTo("grant_type=client_credentials");
    }

    @Test
    void basicEncodesIdAndSecretAsForms() throws TokenException {
        profile().token("");
        String basic = new String(
                Base64.getDecoder().decode(request().getHeader("Authorization").substring("Basic ".length())),
                StandardCharsets.UTF_8);
        assertThat(basic).isEqualTo(encoded("the client") + ":" + encoded(SECRET));
    }

    @Test
    void postSendsTheSecretInTheBody() throws TokenException {
        profile("client-auth", "post", "scope", "read write", "audience", "https://api.test")
                .token("");
        assertThat(request().containsHeader("Authorization")).isFalse();
        assertThat(sent("client_secret")).isEqualTo(SECRET);
        assertThat(sent("scope")).isEqualTo("read write");
        assertThat(sent("audience")).isEqualTo("https://api.test");
    }

    @Test
    void aKeySignsAnAssertionForTheIssuer() throws Exception {
        AppCertificate app = AppCertificate.lasting(Duration.ofDays(90));
        OAuthProfile profile = profile(
                "client-secret",
                "",
                "certificate",
                app.pkcs8(directory.resolve("app.pem")).toString());
        profile.renew("", profile.token(""), null);
        SignedJWT assertion = SignedJWT.parse(sent("client_assertion"));
        assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) app.leaf.getPublicKey())))
                .isTrue();
        assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(issuer());
        assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("the client");
        assertThat(assertion.getJWTClaimsSet().getExpirationTime())
                .isEqualTo(
                        Date.from(clock.instant().plusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        assertThat(assertion.getHeader().getX509CertSHA256Thumbprint()).isNotNull();
        assertThat(server.findAll(postRequestedFor(anyUrl())))
                .extracting(LoggedRequest::getBodyAsString)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void anEllipticKeySignsForTheTokenEndpointIfTheIssuerIsNotNamed() throws Exception {
        AppCertificate app = new AppCertificate("EC", 256, clock.instant().plus(Duration.ofDays(90)));
        profile(
                        "issuer",
                        "",
                        "token-endpoint",
                        server.baseUrl() + "/t",
                        "client-secret",
                        "",
                        "certificate",
                        app.pkcs8(directory.resolve("app.pem")).toString())
                .token("");
        SignedJWT assertion = SignedJWT.parse(sent("client_assertion"));
        assertThat(assertion.verify(new ECDSAVerifier((ECPublicKey) app.leaf.getPublicKey())))
                .isTrue();
        assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(server.baseUrl() + "/t");
    }

    @Test
    void metadataIsReadOnceAndAgainAfterAFailure() throws TokenException {
        OAuthProfile profile = profile();
        Token first = profile.token("");
        profile.renew("", first, null);
        assertThat(metadataRequests()).isEqualTo(1);
        answers(aResponse().withStatus(404));
        clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> profile.token("")).hasMessageContaining("status 404");
        tells("{\"issuer\":\"" + issuer() + "/\",\"token_endpoint\":\"" + server.baseUrl() + "/moved\"}");
        answers(TestIssuer.token(300, ""));
        clock.advance(Duration.ofHours(1));
        profile.token("");
        assertThat(server.findAll(postRequestedFor(urlEqualTo("/moved")))).hasSize(1);
        assertThat(metadataRequests()).isEqualTo(2);
    }

    private static int metadataRequests() {
        return server.findAll(getRequestedFor(anyUrl())).size();
    }

    @Test
    void aSecretThatKeycloakRefusesIsNotShown() {
        answers(TestIssuer.error(401, "unauthorized_client", "no " + SECRET + " or " + encoded(SECRET)));
        TokenException failure = failure();
        assertThat(failure.needsAction()).isTrue();
        assertThat(failure).hasMessageContainingAll("oauth.kc", "unauthorized_client", "no *** or ***");
    }

    @Test
    void answersThatCarryNoTokenAreTold() {
        answers(aResponse().withStatus(200));
        assertThat(failure()).hasMessageContainingAll("without a token", "Check issuer");
    }

    @Test
    void aTokenThatIsNoBearerTokenIsTold() {
        answers(okJson("{\"access_token\":\"x\",\"token_type\":\"DPoP\",\"expires_in\":\"60\"}"));
        assertThat(failure()).hasMessageContaining("of type DPoP");
    }

    @Test
    void aRedirectIsNotFollowed() {
        answers(aResponse().withStatus(307).withHeader("Location", server.baseUrl() + "/elsewhere"));
        assertThat(failure()).hasMessageContaining("redirect");
        assertThat(server.findAll(postRequestedFor(anyUrl()))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'issuer':'https://evil.example','token_endpoint':'https://evil.example/t'} | another issuer",
                "{'issuer':'ISSUER','token_endpoint':'http://evil.example/t'}                | no token_endpoint",
                "{'issuer':'ISSUER'}                                                         | no token_endpoint",
                "[]                                                                          | another issuer (none)"
            })
    void metadataThatCannotBeTrustedIsRefused(String metadata, String reason) {
        tells(metadata.replace('\'', '"').replace("ISSUER", issuer()));
        assertThat(failure()).hasMessageContaining(reason);
        assertThat(server.findAll(postRequestedFor(anyUrl()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer         | ''                              | either issuer",
                "issuer         | http://issuer.example           | https://host/path",
                "token-endpoint | https://issuer.example/t        | either issuer",
                "client-id      | ''                              | client-id",
                "client-secret  | ''                              | give client-secret",
                "client-auth    | digest                          | private-key-jwt",
                "client-auth    | private-key-jwt                 | takes certificate instead",
                "hosts          | ''                              | oauth.kc.hosts=https://api.example.com",
                "tenant-id      | contoso                         | is for type=entra",
                "federated-token-file | token                     | is for type=entra"
            })
    void whatCannotWorkIsRefusedWithARemedy(String key, String value, String remedy) {
        assertThatThrownBy(() -> profile(key, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.kc.", remedy)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aTenantThatAMessageSelectsMeansNothingHere() {
        OAuthProfile profile = profile();
        DefaultExchange exchange = new DefaultExchange(camel);
        exchange.setProperty(OAuthProfile.TENANT_PROPERTY, "contoso");
        assertThat(profile.tenantFor(exchange)).isEmpty();
        assertThat(profile.tenants()).isEqualTo(java.util.Set.of(""));
        assertThat(List.of(profile.consentUrl(""))).containsExactly(java.util.Optional.empty());
    }
}
