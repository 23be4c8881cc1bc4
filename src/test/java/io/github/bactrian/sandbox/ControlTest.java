package io.github.bactrian.sandbox;

import static io.github.bactrian.sandbox.SandboxClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {

    @TempDir
    Path directory;

    Sandbox sandbox;
    SandboxClient client;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory));
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void faultsArePutSeenAndDeleted() throws Exception {
        String token = client.token();

        Answer put = client.control("PUT", "/sandbox/faults", "[{\"path\": \"/v1.0\", \"status\": 503}]");
        assertThat(put.status()).isEqualTo(204);
        assertThat(client.get("/users", token).status()).isEqualTo(503);

        JsonNode fault = client.control("GET", "/sandbox/faults", "").body().path(0);
        assertThat(fault.path("status").asInt()).isEqualTo(503);
        assertThat(fault.path("seen").asInt()).isEqualTo(1);
        assertThat(fault.path("happened").asInt()).isEqualTo(1);

        client.control("DELETE", "/sandbox/faults", "");
        assertThat(client.get("/users", token).status()).isEqualTo(200);
    }

    @Test
    void aFaultScriptWithAMistakeChangesNothing() throws Exception {
        client.control("PUT", "/sandbox/faults", "[{\"path\": \"/v1.0\", \"status\": 503}]");

        Answer refused = client.control("PUT", "/sandbox/faults", "[{\"path\": \"/v1.0\", \"delay\": \"soon\"}]");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("error").asText()).startsWith("Fault 1: \"soon\" is not a time");
        assertThat(client.get("/users", null).status()).isEqualTo(503);
    }

    @Test
    void statsTellWhatHappened() throws Exception {
        String token = client.token();
        client.call("POST", "/users", token, user("ada@contoso.example"), "client-request-id", "row-1");
        client.call("POST", "/users", token, user("ada@contoso.example"), "Idempotency-Key", "row-1");

        JsonNode stats = client.control("GET", "/sandbox/stats", "").body();

        assertThat(stats.at("/issuer/requests").asInt()).isEqualTo(1);
        assertThat(stats.at("/tokensIssued").asInt()).isEqualTo(1);
        assertThat(stats.at("/directory/requests").asInt()).isEqualTo(2);
        assertThat(stats.at("/directory/byStatus/201").asInt()).isEqualTo(1);
        assertThat(stats.at("/directory/byStatus/400").asInt()).isEqualTo(1);
        assertThat(stats.at("/usersCreated").asInt()).isEqualTo(1);
        assertThat(stats.at("/processedMoreThanOnce/ada@contoso.example/processed")
                        .asInt())
                .isEqualTo(2);
        JsonNode posts = client.control("GET", "/sandbox/stats?userPrincipalName=ADA%40contoso.example", "")
                .body();
        assertThat(posts.path("created").asInt()).isEqualTo(1);
        assertThat(client.control("GET", "/sandbox/stats?id=row-1", "")
                        .body()
                        .path("requests")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void tokensAreRevokedAndTheKeyRotatedFromOutside() throws Exception {
        String first = client.token();
        client.control("DELETE", "/sandbox/tokens", "");
        assertThat(client.get("/users", first).status()).isEqualTo(401);

        String second = client.token();
        client.control("DELETE", "/sandbox/signing-key", "");
        assertThat(client.get("/users", second).status()).isEqualTo(401);
    }

    @Test
    void whatARouteNeedsToKnowIsToldButNotTheSecret() throws Exception {
        Answer about = client.control("GET", "/sandbox", "");

        assertThat(about.body().path("issuer").asText())
                .isEqualTo(sandbox.issuer().toString());
        assertThat(about.body().path("scope").asText()).isEqualTo("https://graph.microsoft.com/.default");
        assertThat(about.raw().body()).doesNotContain(sandbox.app().clientSecret());
    }

    @Test
    void anUnknownControlIsNamed() throws Exception {
        Answer answer = client.control("GET", "/sandbox/nothing", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("error").asText()).contains("/sandbox/nothing");
    }
}
