package io.github.bactrian.sandbox;

import static io.github.bactrian.sandbox.SandboxClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import io.github.bactrian.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerCheckTest {

    private static final AppRegistration READER = new AppRegistration(
            AppRegistration.DEFAULT.tenantId(), "reader", "reader-secret", List.of("Directory.Read.All"));
    private static final AppRegistration ELSEWHERE =
            new AppRegistration("other-tenant", "c2", "s2", AppRegistration.DEFAULT.roles());

    @TempDir
    Path directory;

    SettableClock clock = new SettableClock();
    Sandbox sandbox;
    SandboxClient client;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory)
                .withClock(clock)
                .withTokenLifetime(Duration.ofMinutes(5))
                .withResources("https://graph.microsoft.com", "https://vault.azure.net")
                .withApps(AppRegistration.DEFAULT, READER, ELSEWHERE));
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aRequestWithoutATokenIsChallenged() throws Exception {
        Answer answer = client.get("/users", null);

        assertUnauthorized(answer, "Access token is empty.");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"\", authorization_uri=\"https://");
    }

    @Test
    void aTokenIsGoodUntilItExpires() throws Exception {
        String token = client.token();

        clock.advance(Duration.ofSeconds(299));
        assertThat(client.get("/users", token).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertUnauthorized(client.get("/users", token), "Lifetime validation failed, the token is expired.");
    }

    @Test
    void aRevokedTokenIsRefusedAndANewOneIsNot() throws Exception {
        String old = client.token();

        sandbox.revokeTokens();

        assertUnauthorized(client.get("/users", old), "Access token has been revoked.");
        assertThat(client.get("/users", client.token()).status()).isEqualTo(200);
    }

    @Test
    void aTokenSignedWithAnEarlierKeyIsRefused() throws Exception {
        String old = client.token();

        sandbox.rotateSigningKey();

        assertUnauthorized(client.get("/users", old), "Signing key is invalid.");
        assertThat(client.get("/users", client.token()).status()).isEqualTo(200);
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() throws Exception {
        Map<String, String> form = new HashMap<>(client.tokenForm());
        form.put("scope", "https://vault.azure.net/.default");
        String token = client.askToken(form).body().path("access_token").asText();

        assertUnauthorized(client.get("/users", token), "Access token validation failure. Invalid audience.");
    }

    @Test
    void aForgedTokenIsRefusedHoweverItIsSigned() throws Exception {
        JWSObject genuine = JWSObject.parse(client.token());
        RSAKey stranger = new RSAKeyGenerator(2048).generate();
        JWSObject signedByAnother = new JWSObject(genuine.getHeader(), genuine.getPayload());
        signedByAnother.sign(new RSASSASigner(stranger));
        JWSObject keyedHash = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(genuine.getHeader().getKeyID())
                        .build(),
                genuine.getPayload());
        keyedHash.sign(new MACSigner(new byte[32]));

        String invalid = "Access token validation failure. Invalid signature.";
        assertUnauthorized(client.get("/users", signedByAnother.serialize()), invalid);
        assertUnauthorized(client.get("/users", keyedHash.serialize()), invalid);
        assertUnauthorized(client.get("/users", withRoles(genuine)), invalid);
        assertThat(client.get("/users", "not-a-token").status()).isEqualTo(401);
        assertThat(client.get("/users", "e30.e30.").status()).isEqualTo(401);
    }

    @Test
    void aReaderMayNotWrite() throws Exception {
        String token = tokenOf(READER);

        Answer answer = client.create(user("ada@contoso.example"), token);

        assertThat(client.get("/users", token).status()).isEqualTo(200);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("Authorization_RequestDenied");
        assertThat(answer.message()).isEqualTo("Insufficient privileges to complete the operation.");
        assertThat(answer.header("WWW-Authenticate")).isNull();
    }

    @Test
    void eachTenantHasUsersOfItsOwn() throws Exception {
        client.create(user("ada@contoso.example"), client.token());

        assertThat(client.get("/users/ada@contoso.example", tokenOf(ELSEWHERE)).status())
                .isEqualTo(404);
        assertThat(sandbox.userCount()).isEqualTo(1);
    }

    private String tokenOf(AppRegistration app) throws Exception {
        Map<String, String> form = new HashMap<>(client.tokenForm());
        form.put("client_id", app.clientId());
        form.put("client_secret", app.clientSecret());
        return client.askToken(app.tenantId(), form).body().path("access_token").asText();
    }

    private static String withRoles(JWSObject genuine) throws Exception {
        ObjectNode claims =
                (ObjectNode) SandboxClient.JSON.readTree(genuine.getPayload().toString());
        claims.putArray("roles").add("Directory.ReadWrite.All");
        String[] parts = genuine.serialize().split("\\.", -1);
        return parts[0] + "." + new Payload(claims.toString()).toBase64URL() + "." + parts[2];
    }

    private static void assertUnauthorized(Answer answer, String message) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("InvalidAuthenticationToken");
        assertThat(answer.message()).isEqualTo(message);
    }
}
