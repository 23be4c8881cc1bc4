package io.github.bactrian.issuers;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.bactrian.testing.TestAuthority;
import io.github.bactrian.testing.TestAuthority.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MockEntraTest {

    @TempDir
    static Path directory;

    private static final WireMockServer API = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private static MockEntra entra;

    @BeforeAll
    static void open() throws Exception {
        entra = new MockEntra(directory);
        API.start();
        API.stubFor(any(anyUrl()).willReturn(ok("{}")));
    }

    @AfterAll
    static void close() {
        entra.close();
        API.stop();
    }

    private static Exchange post(Map<String, String> credential) throws Exception {
        API.resetRequests();
        Map<String, String> properties = entra.profile("app", API.baseUrl());
        properties.putAll(credential);
        try (Calls calls = new Calls(properties, API.baseUrl() + "/users")) {
            return calls.post("{}");
        }
    }

    private static JWTClaimsSet claimsSent() throws Exception {
        List<String> sent = API.findAll(postRequestedFor(anyUrl())).stream()
                .map(request -> request.getHeader("Authorization").replaceFirst("^Bearer ", ""))
                .toList();
        assertThat(sent).hasSize(1);
        return SignedJWT.parse(sent.get(0)).getJWTClaimsSet();
    }

    @Test
    void aSecretIsChangedForATokenThatReachesTheApi() throws Exception {
        Exchange done = post(Map.of("oauth.app.client-secret", "s3cr3t-&+%=: value"));
        assertThat(done.getException()).isNull();
        assertThat(entra.nextForm())
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "the-client")
                .containsEntry("client_secret", "s3cr3t-&+%=: value");
        assertThat(claimsSent().getSubject()).isEqualTo("the-client");
    }

    @Test
    void aCertificateSignsWhatIsChangedForAToken() throws Exception {
        Credential app = new TestAuthority().issue("the-client");
        Path file = Files.writeString(directory.resolve("app.pem"), app.keyPem() + app.certificatePem());
        Exchange done = post(Map.of("oauth.app.certificate", file.toString()));
        assertThat(done.getException()).isNull();
        Map<String, String> form = entra.nextForm();
        assertThat(form)
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .doesNotContainKey("client_secret");
        SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
        assertThat(assertion.verify(
                        new RSASSAVerifier((RSAPublicKey) app.certificate().getPublicKey())))
                .isTrue();
        assertThat(assertion.getHeader().getX509CertChain()).hasSize(1);
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(entra.tokenEndpoint().toString());
        assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("the-client");
        assertThat(claimsSent().getSubject()).isEqualTo("the-client");
    }
}
