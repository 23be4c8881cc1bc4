package io.github.bactrian.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import io.github.bactrian.testing.AppCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other issuer, asked by an OpenID Connect library. */
class OidcIssuerTest {

    private static final AppCertificate CERTIFICATE = AppCertificate.validFor(Duration.ofDays(1));
    private static final AppCertificate OTHER = AppCertificate.validFor(Duration.ofDays(1));
    private static final AppRegistration APP =
            AppRegistration.DEFAULT.withSecret("p%41 +&=:é~").withCertificates(CERTIFICATE.certificate());

    @TempDir
    static Path directory;

    static Sandbox sandbox;
    static SandboxClient client;
    static URI endpoint;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withApps(APP));
        client = new SandboxClient(sandbox);
        endpoint = metadata().getTokenEndpointURI();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void itsMetadataNameItAndItsTokenEndpoint() throws Exception {
        assertThat(metadata().getIssuer().getValue())
                .isEqualTo(sandbox.oidcIssuer().toString());
        assertThat(endpoint).hasToString(sandbox.oidcIssuer() + "/token");
        assertThat(metadata().getTokenEndpointAuthMethods())
                .extracting(Object::toString)
                .containsExactly("client_secret_basic", "client_secret_post", "private_key_jwt");
        assertThat(client.issuer(metadata().getJWKSetURI().getPath()).body().path("keys"))
                .hasSize(1);
    }

    @Test
    void aSecretServesInTheHeaderAndInTheBody() throws Exception {
        assertThat(ask(new ClientSecretBasic(id(), new Secret(APP.clientSecret())))
                        .indicatesSuccess())
                .isTrue();
        assertThat(ask(new ClientSecretPost(id(), new Secret(APP.clientSecret())))
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void aPrivateKeyServesWithoutACertificateInTheHeader() throws Exception {
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
            assertThat(ask(privateKey(algorithm, endpoint, CERTIFICATE)).indicatesSuccess())
                    .isTrue();
        }
        assertThat(ask(privateKey(JWSAlgorithm.RS256, sandbox.oidcIssuer(), CERTIFICATE))
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void otherKeysAndAudiencesAreRefused() throws Exception {
        assertRefused(ask(privateKey(JWSAlgorithm.RS256, endpoint, OTHER)), 401, "invalid_client");
        URI elsewhere = URI.create("https://elsewhere.test/token");
        assertRefused(ask(privateKey(JWSAlgorithm.RS256, elsewhere, CERTIFICATE)), 401, "invalid_client");
    }

    @Test
    void aWrongSecretAndAnUnknownClientAreTheSame() throws Exception {
        Secret secret = new Secret("wrong");

        assertRefused(ask(new ClientSecretPost(id(), secret)), 401, "invalid_client");
        assertRefused(ask(new ClientSecretBasic(new ClientID("nobody"), secret)), 401, "invalid_client");
    }

    @Test
    void aTokenIsGoodForTheDirectoryAndHasNothingOfEntra() throws Exception {
        var response = ask(secret(), "reports.read reports.write").toSuccessResponse();

        String token = response.getTokens().getAccessToken().getValue();
        assertThat(client.get("/users", token).status()).isEqualTo(200);
        assertThat(response.getTokens().getAccessToken().getScope()).hasToString("reports.read reports.write");
        JsonNode claims = SandboxClient.JSON.readTree(
                com.nimbusds.jose.JWSObject.parse(token).getPayload().toString());
        assertThat(claims.path("iss").asText()).isEqualTo(sandbox.oidcIssuer().toString());
        assertThat(claims.path("client_id").asText()).isEqualTo(APP.clientId());
        assertThat(claims.has("tid")).isFalse();
    }

    @Test
    void aScopeMayBeLeftOutButNotBeAboutAUser() throws Exception {
        assertThat(ask(secret(), null).indicatesSuccess()).isTrue();
        assertRefused(ask(secret(), "openid reports.read"), 400, "invalid_scope");
    }

    @Test
    void theAudienceIsAResourceOfTheSandbox() throws Exception {
        assertThat(withAudience(sandbox.resource()).status()).isEqualTo(200);
        assertThat(withAudience("https://elsewhere.test").body().path("error").asText())
                .isEqualTo("invalid_target");
    }

    @Test
    void otherRealmsAndPagesAreNotThere() throws Exception {
        assertThat(client.issuer("/oidc/nowhere/.well-known/openid-configuration")
                        .status())
                .isEqualTo(404);
        assertThat(client.issuer("/oidc").status()).isEqualTo(404);
        assertThat(client.issuer(endpoint.getPath()).status()).isEqualTo(404);
    }

    private static OIDCProviderMetadata metadata() throws Exception {
        String path = sandbox.oidcIssuer().getPath() + "/.well-known/openid-configuration";
        return OIDCProviderMetadata.parse(client.issuer(path).raw().body());
    }

    private static ClientID id() {
        return new ClientID(APP.clientId());
    }

    private static ClientAuthentication secret() {
        return new ClientSecretBasic(id(), new Secret(APP.clientSecret()));
    }

    private static ClientAuthentication privateKey(JWSAlgorithm algorithm, URI audience, AppCertificate with)
            throws Exception {
        return new PrivateKeyJWT(id(), audience, algorithm, with.key(), "some-key", null);
    }

    private static TokenResponse ask(ClientAuthentication authentication) throws Exception {
        return ask(authentication, "reports.read");
    }

    private static TokenResponse ask(ClientAuthentication authentication, String scope) throws Exception {
        HTTPRequest request = new TokenRequest.Builder(endpoint, authentication, new ClientCredentialsGrant())
                .scope(scope == null ? null : Scope.parse(scope))
                .build()
                .toHTTPRequest();
        request.setSSLSocketFactory(SandboxClient.trusting(sandbox).getSocketFactory());
        return TokenResponse.parse(request.send());
    }

    private static Answer withAudience(String audience) throws Exception {
        return client.send(java.net.http.HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        new ClientSecretBasic(id(), new Secret(APP.clientSecret())).toHTTPAuthorizationHeader())
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&audience=" + audience)));
    }

    private static void assertRefused(TokenResponse response, int status, String error) {
        assertThat(response.indicatesSuccess()).isFalse();
        var refusal = response.toErrorResponse().getErrorObject();
        assertThat(refusal.getCode()).isEqualTo(error);
        assertThat(refusal.getHTTPStatusCode()).isEqualTo(status);
        assertThat(refusal.getDescription()).doesNotContain("AADSTS");
    }
}
