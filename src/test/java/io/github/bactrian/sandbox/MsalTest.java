package io.github.bactrian.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.bactrian.testing.AppCertificate;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox is Entra enough for Microsoft's own library. */
class MsalTest {

    private static final AppCertificate CERTIFICATE = AppCertificate.validFor(Duration.ofDays(1));
    private static final FederatedCredential WORKLOAD = new FederatedCredential(
            "https://cluster.test",
            "workload",
            new JWKSet(
                    new RSAKey.Builder((RSAPublicKey) CERTIFICATE.certificate().getPublicKey()).build()));
    private static final AppRegistration APP =
            AppRegistration.DEFAULT.withCertificates(CERTIFICATE.certificate()).withFederatedCredentials(WORKLOAD);

    @TempDir
    static Path directory;

    static Sandbox sandbox;
    static SandboxClient client;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withApps(APP));
        client = new SandboxClient(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aCertificateProvesTheApp() throws Exception {
        assertThat(users(app(
                        ClientCredentialFactory.createFromCertificate(CERTIFICATE.key(), CERTIFICATE.certificate()))))
                .isEqualTo(200);
    }

    @Test
    void aKeyStoreProvesTheApp() throws Exception {
        Path file = CERTIFICATE.store(directory.resolve("app.p12"), "store-password");
        try (InputStream store = Files.newInputStream(file)) {
            assertThat(users(app(ClientCredentialFactory.createFromCertificate(store, "store-password"))))
                    .isEqualTo(200);
        }
    }

    @Test
    void aCallbackProvesTheAppWithAnAssertionOfItsOwn() throws Exception {
        IClientCredential callback = ClientCredentialFactory.createFromCallback(
                () -> Assertion.of(APP, CERTIFICATE, authority() + "/v2.0", Instant.now())
                        .text());

        assertThat(users(app(callback))).isEqualTo(200);
    }

    @Test
    void aCallbackProvesTheAppWithATokenOfAnotherIssuer() throws Exception {
        IClientCredential callback = ClientCredentialFactory.createFromCallback(
                () -> Assertion.federated(WORKLOAD, CERTIFICATE.key(), null, Instant.now())
                        .text());

        assertThat(users(app(callback))).isEqualTo(200);
    }

    @Test
    void aClaimsChallengeIsMetByATokenAskedForWithIt() throws Exception {
        ConfidentialClientApplication app = app(ClientCredentialFactory.createFromSecret(APP.clientSecret()));
        String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";
        sandbox.demandClaims(claims);
        try {
            assertThat(client.get("/users", token(app, null).accessToken()).status())
                    .isEqualTo(401);
            assertThat(client.get("/users", token(app, claims).accessToken()).status())
                    .isEqualTo(200);
        } finally {
            sandbox.demandNoClaims();
        }
    }

    @Test
    void instanceDiscoveryGoesToThePublicCloudWhateverTheAuthorityAndKeepsItsPort() throws Exception {
        List<URI> asked = new ArrayList<>();
        ConfidentialClientApplication app = discovering(authority(), asked);

        assertThat(users(app)).isEqualTo(200);

        // MSAL keeps what it discovers for the whole process, so that another test may have asked before.
        assertThat(asked).last().hasToString(authority() + "/oauth2/v2.0/token");
        assertThat(asked.subList(0, asked.size() - 1))
                .allSatisfy(uri ->
                        assertThat(uri).hasHost("login.microsoftonline.com").hasPath("/common/discovery/instance"));
    }

    @Test
    void anAuthorityOfThePublicCloudWorksThroughAnHttpClientThatLeadsToTheSandbox() throws Exception {
        String authority = "https://login.microsoftonline.com/" + APP.tenantId();

        assertThat(users(discovering(authority, new ArrayList<>()))).isEqualTo(200);
    }

    private static int users(ConfidentialClientApplication app) throws Exception {
        return client.get("/users", token(app, null).accessToken()).status();
    }

    private static IAuthenticationResult token(ConfidentialClientApplication app, String claims) throws Exception {
        var request = ClientCredentialParameters.builder(Set.of(sandbox.resource() + "/.default"))
                .skipCache(true);
        if (claims != null) {
            request.claims(ClaimsRequest.formatAsClaimsRequest(claims));
        }
        return app.acquireToken(request.build()).get();
    }

    private static ConfidentialClientApplication app(IClientCredential credential) throws Exception {
        return ConfidentialClientApplication.builder(APP.clientId(), credential)
                .authority(authority())
                .instanceDiscovery(false)
                .sslSocketFactory(SandboxClient.trusting(sandbox).getSocketFactory())
                .build();
    }

    private static String authority() {
        return sandbox.issuer() + "/" + APP.tenantId();
    }

    private static ConfidentialClientApplication discovering(String authority, List<URI> asked) throws Exception {
        return ConfidentialClientApplication.builder(
                        APP.clientId(), ClientCredentialFactory.createFromSecret(APP.clientSecret()))
                .authority(authority)
                .instanceDiscovery(true)
                .httpClient(rerouted(asked))
                .build();
    }

    private static IHttpClient rerouted(List<URI> asked) throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(SandboxClient.trusting(sandbox))
                .build();
        return new IHttpClient() {
            @Override
            public IHttpResponse send(HttpRequest request) throws Exception {
                URI uri = request.url().toURI();
                asked.add(uri);
                String rest = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                var rerouted = java.net.http.HttpRequest.newBuilder(URI.create(sandbox.issuer() + rest))
                        .method(
                                request.httpMethod().name(),
                                request.body() == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(request.body()));
                request.headers().forEach(rerouted::header);
                var answer = http.send(rerouted.build(), BodyHandlers.ofString());
                HttpResponse response =
                        new HttpResponse().statusCode(answer.statusCode()).body(answer.body());
                response.addHeaders(answer.headers().map());
                return response;
            }
        };
    }
}
