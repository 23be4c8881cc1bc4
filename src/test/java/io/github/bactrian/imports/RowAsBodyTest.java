package io.github.bactrian.imports;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a route sends as they are. */
class RowAsBodyTest {
    @TempDir
    Path home;

    private final WireMockServer api =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeEach
    void start() {
        api.start();
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201)));
    }

    @AfterEach
    void stop() {
        api.stop();
    }

    @Test
    void aRowIsSentAsJson() throws Exception {
        run(send("POST"), "a.json", "[{\"id\":1,\"price\":10.50,\"tags\":[\"x\",null]}]");

        api.verify(postRequestedFor(urlEqualTo("/"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalTo("{\"id\":1,\"price\":10.50,\"tags\":[\"x\",null]}")));
    }

    @Test
    void rowsOfAChunkAreSentAsAList() throws Exception {
        run(send("POST"), "a.csv", "id,name\n1,Zoë\n2,\n", "chunk: 2");

        api.verify(postRequestedFor(urlEqualTo("/"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("[{\"id\":\"1\",\"name\":\"Zoë\"},{\"id\":\"2\",\"name\":\"\"}]")));
    }

    @Test
    void theRoutesOwnContentTypeStaysAndACallThatIsMadeAgainHasTheSameBody() throws Exception {
        api.stubFor(any(anyUrl())
                .inScenario("twice")
                .whenScenarioStateIs("Started")
                .willSetStateTo("again")
                .willReturn(aResponse().withStatus(503)));
        run(
                "- setHeader: { name: Content-Type, constant: application/vnd.api+json }\n" + send("PUT"),
                "a.csv",
                "id\n1\n");

        api.verify(
                2,
                putRequestedFor(urlEqualTo("/"))
                        .withHeader("Content-Type", equalTo("application/vnd.api+json"))
                        .withRequestBody(equalTo("{\"id\":\"1\"}")));
    }

    private String send(String method) {
        return "- to: { uri: \"" + api.baseUrl() + "\", parameters: { httpMethod: " + method + " } }\n";
    }

    private void run(String steps, String name, String content, String... parameters) throws Exception {
        try (RunningImport rows = RunningImport.withoutIdentity(home, Clock.systemUTC(), steps, parameters)) {
            rows.drop(name, content);
            assertThat(rows.receipt("done", name).at("/status").textValue()).isEqualTo("done");
        }
    }
}
