package io.github.bactrian.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.github.bactrian.SettingException;
import io.github.bactrian.testing.SettableClock;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntraCredentialsTest {

    private static final String TENANT = TestIssuer.TENANT;
    private static final AppCertificate APP = AppCertificate.lasting(Duration.ofDays(90));
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

    private OAuthProfile profile(String key, Object value) {
        Map<String, String> properties = new TreeMap<>(issuer.profile("graph", "https://api.test"));
        properties.remove("oauth.graph.client-secret");
        properties.put("oauth.graph." + key, value.toString());
        return OAuth.install(camel, properties, clock).profiles().iterator().next();
    }

    private static String sent(int request, String parameter) {
        String body = issuer.requests().get(request).getBodyAsString();
        return URLDecoder.decode(
                body.replaceFirst("(?:.*&)?" + parameter + "=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    }

    @Test
    void aCertificateSignsAnAssertionAndSendsItsChain() throws Exception {
        profile("certificate", APP.pkcs8(directory.resolve("app.pem"))).token(TENANT);
        SignedJWT assertion = SignedJWT.parse(sent(0, "client_assertion"));
        assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) APP.leaf.getPublicKey())))
                .isTrue();
        assertThat(assertion.getHeader().getX509CertChain()).hasSize(2);
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(issuer.url() + "/" + TENANT + "/oauth2/v2.0/token");
        assertThat(issuer.requests().get(0).getBodyAsString()).doesNotContain("client_secret");
    }

    @Test
    void aChangedCertificateCountsAtOnce() throws Exception {
        Path file = APP.pkcs8(directory.resolve("app.pem"));
        OAuthProfile profile = profile("certificate", file);
        Token token = profile.token(TENANT);
        AppCertificate next = AppCertificate.lasting(Duration.ofDays(300));
        next.pkcs1(file);
        profile.renew(TENANT, token, null);
        assertThat(SignedJWT.parse(sent(1, "client_assertion"))
                        .verify(new RSASSAVerifier((RSAPublicKey) next.leaf.getPublicKey())))
                .isTrue();
    }

    @Test
    void entraTakesNoEllipticKeys() throws Exception {
        Path file = new AppCertificate("EC", 256, Instant.now()).pkcs8(directory.resolve("ec.pem"));
        assertThatThrownBy(() -> profile("certificate", file))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.graph.certificate", "RSA");
    }

    @Test
    void aCertificateThatCannotBeReadVetoesTheStart() throws Exception {
        Path file = APP.publicPart(directory.resolve("app.pem"));
        assertThatThrownBy(() -> profile("certificate", file))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.graph.certificate", "app.pem", "no private key");
    }

    @Test
    void daysLeftAreKnown() throws Exception {
        OAuthProfile profile = profile("certificate", APP.pkcs12(directory.resolve("app.p12"), ""));
        assertThat(profile.certificates()).singleElement().satisfies(life -> {
            assertThat(life.file()).endsWith("app.p12");
            assertThat(life.daysLeft(life.expires().minus(Duration.ofDays(3)))).isEqualTo(3);
            assertThat(life.daysLeft(life.expires().plusSeconds(1))).isNegative();
            assertThat(life.isEnding(life.expires().minus(Duration.ofDays(31)))).isFalse();
            assertThat(life.isEnding(life.expires().minus(Duration.ofDays(30)))).isTrue();
        });
    }

    @Test
    void aRefusedCertificateThatHasExpiredIsToldApart() throws Exception {
        Path file = new AppCertificate(clock.instant().minus(Duration.ofDays(2))).pkcs8(directory.resolve("app.pem"));
        issuer.answers(TestIssuer.error(401, "invalid_client", "AADSTS1000502: The certificate is not valid."));
        OAuthProfile profile = profile("certificate", file);
        assertThatThrownBy(() -> profile.token(TENANT)).hasMessageContainingAll("app.pem expired on", "renew it");
    }

    @Test
    void theFederatedTokenIsReadAgainForEachRequest() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "eyJh.first.sig\n");
        OAuthProfile profile = profile("federated-token-file", file);
        Token token = profile.token(TENANT);
        Files.writeString(file, "eyJh.second.sig");
        profile.renew(TENANT, token, null);
        assertThat(List.of(sent(0, "client_assertion"), sent(1, "client_assertion")))
                .containsExactly("eyJh.first.sig", "eyJh.second.sig");
        assertThat(sent(0, "client_assertion_type"))
                .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    @Test
    void aFederatedTokenFileWithoutATokenIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "");
        assertThatThrownBy(() -> profile("federated-token-file", file))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("holds no token");
    }

    @Test
    void theCredentialThatWorkedIsPreferredFromThenOn() throws Exception {
        issuer.answersTo(
                containing("client_secret=new"), TestIssuer.error(401, "invalid_client", "AADSTS7000215: wrong"));
        OAuthProfile profile = profile("client-secret-file", secrets("new", "old"));
        profile.renew(TENANT, profile.token(TENANT), null);
        assertThat(secretsSent()).containsExactly("new", "old", "old");
    }

    @Test
    void afterTheOldCredentialHasEndedTheNewOneIsUsed() throws Exception {
        issuer.answersTo(
                containing("client_secret=new"), TestIssuer.error(401, "invalid_client", "AADSTS7000215: wrong"));
        OAuthProfile profile = profile("client-secret-file", secrets("new", "old"));
        Token token = profile.token(TENANT);
        issuer.reset();
        issuer.answersTo(
                containing("client_secret=old"), TestIssuer.error(401, "unauthorized_client", "AADSTS7000222: ended"));
        profile.renew(TENANT, profile.renew(TENANT, token, null), null);
        assertThat(secretsSent()).containsExactly("old", "new", "new");
    }

    @Test
    void eachCredentialIsTriedOnce() throws Exception {
        issuer.answers(TestIssuer.error(401, "invalid_client", "AADSTS7000215: wrong"));
        OAuthProfile profile = profile("client-secret-file", secrets("new", "old"));
        TokenException failure = catchThrowableOfType(TokenException.class, () -> profile.token(TENANT));
        assertThat(failure.needsAction()).isTrue();
        assertThat(secretsSent()).containsExactly("new", "old");
    }

    @Test
    void otherErrorsDoNotTryTheOtherCredential() throws Exception {
        issuer.answers(TestIssuer.error(400, "invalid_scope", "AADSTS70011: wrong"));
        OAuthProfile profile = profile("client-secret-file", secrets("new", "old"));
        assertThatThrownBy(() -> profile.token(TENANT)).isInstanceOf(TokenException.class);
        assertThat(secretsSent()).containsExactly("new");
    }

    @Test
    void aFileThatCannotBeReadGivesWayToTheOther() throws Exception {
        OAuthProfile profile = profile("client-secret-file", secrets("new", "old"));
        Files.delete(directory.resolve("new"));
        profile.token(TENANT);
        assertThat(secretsSent()).containsExactly("old");
    }

    private String secrets(String... names) throws Exception {
        for (String name : names) {
            Files.writeString(directory.resolve(name), name);
        }
        return directory.resolve(names[0]) + "," + directory.resolve(names[1]);
    }

    private static List<String> secretsSent() {
        return issuer.requests().stream()
                .map(request -> request.getBodyAsString().replaceFirst(".*client_secret=([^&]*).*", "$1"))
                .toList();
    }
}
