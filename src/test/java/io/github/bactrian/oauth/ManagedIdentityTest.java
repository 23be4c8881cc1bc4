package io.github.bactrian.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a process of its own, for where the identity is comes from the environment: here, as on Azure's App Service. */
class ManagedIdentityTest {

    private static final String HEADER_SECRET = "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a";
    private static WireMockServer azure;

    @BeforeAll
    static void open() {
        azure = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        azure.start();
    }

    @AfterAll
    static void close() {
        azure.stop();
    }

    @BeforeEach
    void reset() {
        azure.resetAll();
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        azure.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static String probe(String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=9",
                "-Dhttp.nonProxyHosts=",
                ManagedIdentityProbe.class.getName()));
        command.addAll(List.of(settings));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("IDENTITY_ENDPOINT", azure.baseUrl() + "/msi/token");
        builder.environment().put("IDENTITY_HEADER", HEADER_SECRET);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static List<LoggedRequest> requests() {
        return azure.findAll(anyRequestedFor(anyUrl()));
    }

    @Test
    void theMachinesOwnIdentityIsAskedOncePastEveryProxy() throws Exception {
        answers(okJson("{\"access_token\":\"t1\",\"expires_on\":\""
                + Instant.now().plusSeconds(3600).getEpochSecond()
                + "\",\"resource\":\"https://vault.azure.net\",\"token_type\":\"Bearer\"}"));
        assertThat(probe()).contains("token t1", "again t1");
        assertThat(requests()).singleElement().satisfies(request -> {
            assertThat(request.getHeader("X-IDENTITY-HEADER")).isEqualTo(HEADER_SECRET);
            assertThat(request.queryParameter("resource").firstValue()).isEqualTo("https://vault.azure.net");
            assertThat(request.queryParameter("client_id").isPresent()).isFalse();
        });
    }

    @Test
    void aUserAssignedIdentityIsNamedAndItsAbsenceTold() throws Exception {
        answers(aResponse()
                .withStatus(400)
                .withBody("{\"statusCode\":400,\"message\":\"No identity " + HEADER_SECRET + " found\"}"));
        assertThat(probe("client-id", "the-identity"))
                .contains("failure true oauth.vault: no token from " + azure.baseUrl() + "/msi/token: status 400")
                .contains("No identity *** found", "client-id")
                .doesNotContain(HEADER_SECRET);
        assertThat(requests()).singleElement().satisfies(request -> assertThat(
                        request.queryParameter("client_id").firstValue())
                .isEqualTo("the-identity"));
    }
}
