package io.github.bactrian.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.sandbox.SandboxClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsDemandTest {

    private static final String WANTED = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";

    @TempDir
    static Path directory;

    static Sandbox sandbox;
    static SandboxClient client;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory));
        client = new SandboxClient(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void demand() {
        sandbox.demandClaims(WANTED);
    }

    @Test
    void aTokenAskedForWithoutTheClaimsIsChallenged() throws Exception {
        Answer answer = client.get("/users", client.token());

        assertThat(answer.status()).isEqualTo(401);
        String challenge = answer.header("WWW-Authenticate");
        assertThat(challenge).startsWith("Bearer ").contains("error=\"insufficient_claims\"");
        String claims = challenge.replaceFirst(".*claims=\"([^\"]+)\".*", "$1");
        assertThat(new String(Base64.getDecoder().decode(claims), StandardCharsets.UTF_8))
                .isEqualTo(WANTED);
    }

    @Test
    void aTokenAskedForWithTheClaimsIsGood() throws Exception {
        assertThat(get(WANTED).status()).isEqualTo(200);
    }

    @Test
    void aClientMayAskForMore() throws Exception {
        String more = WANTED.replace("{\"nbf\"", "{\"xms_cc\":{\"values\":[\"cp1\"]},\"nbf\"");

        assertThat(get(more).status()).isEqualTo(200);
    }

    @Test
    void otherClaimsDoNotHelp() throws Exception {
        assertThat(get(WANTED.replace("17", "16")).status()).isEqualTo(401);
        assertThat(get("{\"access_token\":{}}").status()).isEqualTo(401);
    }

    @Test
    void aBadTokenIsToldApartFromTooFewClaims() throws Exception {
        assertThat(client.get("/users", "bad").header("WWW-Authenticate"))
                .contains("error=\"invalid_token\"")
                .doesNotContain("claims=");
    }

    @Test
    void aScriptSwitchesTheDemand() throws Exception {
        assertThat(client.control("DELETE", "/sandbox/claims", "").status()).isEqualTo(204);
        assertThat(client.get("/users", client.token()).status()).isEqualTo(200);
        assertThat(client.control("PUT", "/sandbox/claims", WANTED).status()).isEqualTo(204);
        assertThat(client.get("/users", client.token()).status()).isEqualTo(401);
        assertThat(client.control("PUT", "/sandbox/claims", "[]").status()).isEqualTo(400);
    }

    @Test
    void aResetEndsTheDemand() throws Exception {
        sandbox.reset();

        assertThat(client.get("/users", client.token()).status()).isEqualTo(200);
    }

    @Test
    void onlyAnObjectCanBeDemanded() {
        assertThatThrownBy(() -> sandbox.demandClaims("claims")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Answer get(String claims) throws Exception {
        Map<String, String> form = new HashMap<>(client.tokenForm());
        form.put("claims", claims);
        return client.get(
                "/users", client.askToken(form).body().path("access_token").asText());
    }
}
