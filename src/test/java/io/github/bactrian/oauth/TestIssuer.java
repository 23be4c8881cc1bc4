package io.github.bactrian.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.ContentPattern;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An issuer shaped like Entra, on loopback, with a certificate of its own; each token it issues is another one. */
public final class TestIssuer implements AutoCloseable {

    public static final String TENANT = "11111111-2222-3333-4444-555555555555";
    public static final String SECRET = "s3cr3t-&+%=value";
    public static final String TOKEN_START = "issued-token-";

    private final TestCertificate certificate = new TestCertificate();
    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .httpDisabled(true)
            .dynamicHttpsPort()
            .keystoreType("PKCS12")
            .keystorePath(certificate.keyStore.toString())
            .keystorePassword(TestCertificate.PASSWORD)
            .keyManagerPassword(TestCertificate.PASSWORD));

    public TestIssuer() {
        server.start();
        reset();
    }

    /** Forgets the requests so far and issues tokens of an hour again. */
    public void reset() {
        server.resetAll();
        answers(token(3600, ""));
    }

    /** A token with {@code more} members in the answer, each with a comma before it. */
    public static ResponseDefinitionBuilder token(long expiresIn, String more) {
        return aResponse()
                .withHeader("Content-Type", "application/json")
                .withTransformers("response-template")
                .withBody("{\"token_type\":\"Bearer\",\"expires_in\":" + expiresIn + ",\"access_token\":\""
                        + TOKEN_START + "{{randomValue type='UUID'}}\"" + more + "}");
    }

    public static ResponseDefinitionBuilder error(int status, String error, String description) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":\"" + error + "\",\"error_description\":\"" + description
                        + "\",\"correlation_id\":\"c0ffee\"}");
    }

    public void answers(ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    /** Other requests are answered as before. */
    public void answersTo(ContentPattern<?> body, ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).withRequestBody(body).willReturn(answer));
    }

    public String url() {
        return "https://127.0.0.1:" + server.httpsPort();
    }

    public Path caFile() {
        return certificate.pem;
    }

    public List<LoggedRequest> requests() {
        return server.findAll(postRequestedFor(urlEqualTo("/" + TENANT + "/oauth2/v2.0/token")));
    }

    /** The properties of a profile that this issuer serves. */
    public Map<String, String> profile(String name, String hosts) {
        Map<String, String> properties = new TreeMap<>();
        String prefix = "oauth." + name + ".";
        properties.put(prefix + "tenant-id", TENANT);
        properties.put(prefix + "client-id", "the-client");
        properties.put(prefix + "client-secret", SECRET);
        properties.put(prefix + "scope", "https://api.test/.default");
        properties.put(prefix + "authority-host", url());
        properties.put(prefix + "ca-file", caFile().toString());
        properties.put(prefix + "hosts", hosts);
        return properties;
    }

    @Override
    public void close() {
        server.stop();
    }
}
