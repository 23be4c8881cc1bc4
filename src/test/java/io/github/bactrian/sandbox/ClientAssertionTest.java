package io.github.bactrian.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import io.github.bactrian.testing.AppCertificate;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientAssertionTest {

    private static final AppCertificate CERTIFICATE = AppCertificate.validFor(Duration.ofDays(1));
    private static final AppCertificate OTHER = AppCertificate.validFor(Duration.ofDays(1));
    private static final AppCertificate PAST =
            AppCertificate.valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));
    private static final AppCertificate CLUSTER = AppCertificate.validFor(Duration.ofDays(1));
    private static final FederatedCredential SERVICE_ACCOUNT = new FederatedCredential(
            "https://cluster.test/",
            "system:serviceaccount:jobs:Bactrian",
            new JWKSet(new RSAKey.Builder((RSAPublicKey) CLUSTER.certificate().getPublicKey())
                    .keyID("cluster-key")
                    .build()));
    private static final AppRegistration APP = AppRegistration.DEFAULT
            .withSecret("")
            .withCertificates(CERTIFICATE.certificate(), PAST.certificate())
            .withFederatedCredentials(SERVICE_ACCOUNT);
    private static final AppRegistration SECRET_ONLY =
            new AppRegistration(APP.tenantId(), "secret-only", "s3", List.of());

    @TempDir
    static Path directory;

    static Sandbox sandbox;
    static SandboxClient client;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withApps(APP, SECRET_ONLY));
        client = new SandboxClient(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void anAssertionStandsForTheApp() throws Exception {
        Answer answer = ask(sound());

        assertThat(answer.status()).isEqualTo(200);
        String token = answer.body().path("access_token").asText();
        assertThat(client.get("/users", token).status()).isEqualTo(200);
    }

    @Test
    void theSecondAlgorithmOfEntraWorksToo() throws Exception {
        assertThat(ask(sound().signed(JWSAlgorithm.PS256)).status()).isEqualTo(200);
    }

    @Test
    void otherAlgorithmsAreRefused() throws Exception {
        assertRefused(ask(sound().signed(JWSAlgorithm.RS512)), 400, "invalid_request", 5002738);
    }

    @Test
    void theCertificateIsFoundByEitherThumbprintOrByItself() throws Exception {
        for (Assertion.Name name : List.of(Assertion.Name.X5T, Assertion.Name.X5T_S256, Assertion.Name.X5C)) {
            assertThat(ask(sound().named(name)).status()).isEqualTo(200);
        }
    }

    @Test
    void aCertificateHasToBeNamed() throws Exception {
        assertRefused(ask(sound().named(Assertion.Name.NONE)), 400, "invalid_request", 5002723);
    }

    @Test
    void anUnregisteredCertificateIsRefused() throws Exception {
        Assertion assertion = Assertion.of(APP, OTHER, authority() + "/v2.0", Instant.now());

        assertRefused(ask(assertion), 401, "invalid_client", 700027);
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() throws Exception {
        AppCertificate mixed = new AppCertificate(OTHER.key(), CERTIFICATE.certificate());

        Answer answer = ask(Assertion.of(APP, mixed, authority() + "/v2.0", Instant.now()));

        assertRefused(answer, 401, "invalid_client", 700027);
    }

    @Test
    void aCertificateOutsideItsValidityIsRefused() throws Exception {
        Answer answer = ask(Assertion.of(APP, PAST, authority() + "/v2.0", Instant.now()));

        assertRefused(answer, 401, "invalid_client", 1000502);
    }

    @Test
    void theAudienceIsTheAuthorityOrItsTokenEndpoint() throws Exception {
        for (String audience : List.of("", "/", "/v2.0", "/oauth2/token", "/oauth2/v2.0/token")) {
            assertThat(ask(sound().claim("aud", authority() + audience)).status())
                    .as(audience)
                    .isEqualTo(200);
        }
    }

    @Test
    void anotherAudienceIsRefused() throws Exception {
        assertRefused(ask(sound().claim("aud", sandbox.issuer() + "/x")), 401, "invalid_client", 700023);
        assertRefused(ask(sound().claim("aud", null)), 401, "invalid_client", 700023);
    }

    @Test
    void clocksMayBeFiveMinutesApart() throws Exception {
        long now = Instant.now().getEpochSecond();

        assertThat(ask(sound().claim("exp", now - 280)).status()).isEqualTo(200);
        assertThat(ask(sound().claim("nbf", now + 280)).status()).isEqualTo(200);
        assertRefused(ask(sound().claim("exp", now - 320)), 401, "invalid_client", 700024);
        assertRefused(ask(sound().claim("nbf", now + 320)), 401, "invalid_client", 700024);
    }

    @Test
    void issuerAndSubjectAreTheClient() throws Exception {
        assertRefused(ask(sound().claim("sub", "other")), 401, "invalid_client", 50048);
        assertRefused(ask(sound().claim("iss", "other").claim("sub", "other")), 401, "invalid_client", 700021);
    }

    @Test
    void anAssertionServesOnce() throws Exception {
        String text = sound().text();

        assertThat(ask(APP, text).status()).isEqualTo(200);
        assertRefused(ask(APP, text), 401, "invalid_client", 700027);
    }

    @Test
    void assertionsWithoutAnIdAreNotCounted() throws Exception {
        String text = sound().claim("jti", null).text();

        assertThat(ask(APP, text).status()).isEqualTo(200);
        assertThat(ask(APP, text).status()).isEqualTo(200);
    }

    @Test
    void whatIsNoAssertionIsRefused() throws Exception {
        assertRefused(ask(APP, "no.jwt"), 400, "invalid_request", 50027);
        assertRefused(ask(sound().claim("exp", null)), 400, "invalid_request", 50027);
    }

    @Test
    void theKindOfAssertionHasToBeSaid() throws Exception {
        Map<String, String> form = form(APP, sound().text());
        form.remove("client_assertion_type");

        assertRefused(client.askToken(form), 400, "invalid_request", 90014);
    }

    @Test
    void anAppWithoutASecretTakesNone() throws Exception {
        assertRefused(client.askToken(client.tokenForm()), 401, "invalid_client", 7000218);
        Map<String, String> form = new HashMap<>(client.tokenForm());
        form.put("client_secret", "guess");
        assertRefused(client.askToken(form), 401, "invalid_client", 7000215);
    }

    @Test
    void theAssertionIsNotRepeatedInTheRefusal() throws Exception {
        String text = sound().claim("sub", "other").text();

        assertThat(ask(APP, text).raw().body()).doesNotContain(text);
    }

    @Test
    void aTokenOfAnotherIssuerStandsForTheAppAgainAndAgain() throws Exception {
        String text = federated().claim("jti", "the-same").text();

        assertThat(ask(APP, text).status()).isEqualTo(200);
        assertThat(ask(APP, text).status()).isEqualTo(200);
    }

    @Test
    void eachMismatchOfAFederatedTokenIsNamed() throws Exception {
        assertRefused(ask(federated().claim("iss", "https://cluster.test")), 401, "invalid_client", 700211);
        assertRefused(ask(federated().claim("aud", "api://other")), 401, "invalid_client", 700212);
        assertRefused(ask(federated().claim("sub", "other")), 401, "invalid_client", 700213);
        assertRefused(
                ask(federated().claim("sub", SERVICE_ACCOUNT.subject().toLowerCase(Locale.ROOT))),
                401,
                "invalid_client",
                7002138);
    }

    @Test
    void anAppWithoutFederatedCredentialsMatchesNothing() throws Exception {
        assertRefused(ask(SECRET_ONLY, federated().text()), 401, "invalid_client", 70021);
    }

    @Test
    void aFederatedTokenIsVerified() throws Exception {
        Assertion forged = Assertion.federated(SERVICE_ACCOUNT, OTHER.key(), "cluster-key", Instant.now());
        Assertion unknownKey = Assertion.federated(SERVICE_ACCOUNT, CLUSTER.key(), "other", Instant.now());
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        Assertion expired = Assertion.federated(SERVICE_ACCOUNT, CLUSTER.key(), "cluster-key", yesterday);

        assertRefused(ask(forged), 401, "invalid_client", 7000274);
        assertRefused(ask(unknownKey), 401, "invalid_client", 7000274);
        assertRefused(ask(federated().signed(JWSAlgorithm.PS256)), 400, "invalid_request", 5002738);
        assertRefused(ask(expired), 401, "invalid_client", 700024);
    }

    @Test
    void aNewRegistrationCountsAtOnce() throws Exception {
        AppRegistration app = new AppRegistration(APP.tenantId(), "rotating", "", List.of());
        sandbox.register(app.withCertificates(CERTIFICATE.certificate()));
        assertThat(ask(
                                app,
                                Assertion.of(app, CERTIFICATE, authority(), Instant.now())
                                        .text())
                        .status())
                .isEqualTo(200);

        sandbox.register(app.withCertificates(OTHER.certificate()));

        assertRefused(
                ask(
                        app,
                        Assertion.of(app, CERTIFICATE, authority(), Instant.now())
                                .text()),
                401,
                "invalid_client",
                700027);
        assertThat(ask(app, Assertion.of(app, OTHER, authority(), Instant.now()).text())
                        .status())
                .isEqualTo(200);
    }

    private static Assertion sound() {
        return Assertion.of(APP, CERTIFICATE, authority() + "/oauth2/v2.0/token", Instant.now());
    }

    private static Assertion federated() {
        return Assertion.federated(SERVICE_ACCOUNT, CLUSTER.key(), "cluster-key", Instant.now());
    }

    private static String authority() {
        return sandbox.issuer() + "/" + APP.tenantId();
    }

    private static Answer ask(Assertion assertion) throws Exception {
        return ask(APP, assertion.text());
    }

    private static Answer ask(AppRegistration app, String assertion) throws Exception {
        return client.askToken(form(app, assertion));
    }

    private static Map<String, String> form(AppRegistration app, String assertion) {
        Map<String, String> form = new HashMap<>(client.tokenForm());
        form.remove("client_secret");
        form.put("client_id", app.clientId());
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return form;
    }

    private static void assertRefused(Answer answer, int status, String error, int number) {
        assertThat(answer.body().path("error_codes").path(0).asInt()).isEqualTo(number);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("error").asText()).isEqualTo(error);
        assertThat(answer.body().path("error_description").asText()).startsWith("AADSTS" + number + ": ");
    }
}
