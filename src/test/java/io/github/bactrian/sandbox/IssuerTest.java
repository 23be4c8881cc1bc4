package io.github.bactrian.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerTest {

    private static final AppRegistration ODD = new AppRegistration(
            AppRegistration.DEFAULT.tenantId(), "app-with-odd-secret", "p%41 +&=:é~", AppRegistration.DEFAULT.roles());

    @TempDir
    static Path directory;

    static Sandbox sandbox;
    static SandboxClient client;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory)
                .withApps(AppRegistration.DEFAULT, ODD)
                .withResources("https://graph.microsoft.com", "https://vault.azure.net"));
        client = new SandboxClient(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aTokenCarriesWhatEntraPutsIn() throws Exception {
        Answer answer = client.askToken(client.tokenForm());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.body().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(answer.body().path("ext_expires_in").asInt()).isEqualTo(3600);
        JsonNode claims = claims(answer.body().path("access_token").asText());
        String tenant = sandbox.app().tenantId();
        assertThat(claims.path("iss").asText()).isEqualTo(sandbox.issuer() + "/" + tenant + "/v2.0");
        assertThat(claims.path("aud").asText()).isEqualTo("https://graph.microsoft.com");
        assertThat(claims.path("tid").asText()).isEqualTo(tenant);
        assertThat(claims.path("appid").asText()).isEqualTo(sandbox.app().clientId());
        assertThat(claims.path("roles").get(0).asText()).isEqualTo("User.ReadWrite.All");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
    }

    @Test
    void aTokenIsSignedWithThePublishedKey() throws Exception {
        JWSObject token = JWSObject.parse(client.token());
        Answer keys = client.issuer("/" + sandbox.app().tenantId() + "/discovery/v2.0/keys");

        var key =
                JWKSet.parse(keys.raw().body()).getKeyByKeyId(token.getHeader().getKeyID());

        assertThat(key.isPrivate()).isFalse();
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    }

    @Test
    void msal4jAcquiresAToken() throws Exception {
        ConfidentialClientApplication app = ConfidentialClientApplication.builder(
                        sandbox.app().clientId(),
                        ClientCredentialFactory.createFromSecret(sandbox.app().clientSecret()))
                .authority(sandbox.issuer() + "/" + sandbox.app().tenantId())
                .instanceDiscovery(false)
                .sslSocketFactory(SandboxClient.trusting(sandbox).getSocketFactory())
                .build();

        IAuthenticationResult result = app.acquireToken(
                        ClientCredentialParameters.builder(Set.of(sandbox.resource() + "/.default"))
                                .build())
                .get();

        assertThat(client.get("/users", result.accessToken()).status()).isEqualTo(200);
    }

    @Test
    void aSecretFullOfReservedCharactersWorksInTheBody() throws Exception {
        assertThat(client.askToken(form("client_id", ODD.clientId(), "client_secret", ODD.clientSecret()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void basicCredentialsAreFormEncodedFirst() throws Exception {
        assertThat(client.askToken(formWithoutCredentials(), "Authorization", basic(ODD, true))
                        .status())
                .isEqualTo(200);
        assertThat(client.askToken(formWithoutCredentials(), "Authorization", basic(ODD, false))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenForAnotherResourceHasNoRoles() throws Exception {
        Answer answer = client.askToken(form("scope", "https://vault.azure.net/.default"));

        JsonNode claims = claims(answer.body().path("access_token").asText());
        assertThat(claims.path("aud").asText()).isEqualTo("https://vault.azure.net");
        assertThat(claims.has("roles")).isFalse();
    }

    @Test
    void anErrorHasEntrasShape() throws Exception {
        Answer answer = client.askToken(form("client_secret", "wrong"), "client-request-id", "my-own-id");

        JsonNode body = answer.body();
        assertThat(body.path("error_codes").get(0).asInt()).isEqualTo(7000215);
        assertThat(body.path("correlation_id").asText()).isEqualTo("my-own-id");
        assertThat(body.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ");
        assertThat(body.path("error_uri").asText()).endsWith("code=7000215");
        assertThat(body.path("error_description").asText())
                .startsWith("AADSTS7000215: Invalid client secret provided.")
                .contains("Trace ID: " + body.path("trace_id").asText(), "Correlation ID: my-own-id", "Timestamp: ")
                .doesNotContain("wrong");
    }

    @Test
    void aWrongSecretIsRefusedWithEntrasNumber() throws Exception {
        assertRefused(client.askToken(form("client_secret", "wrong")), 401, "invalid_client", 7000215);
    }

    @Test
    void aMissingSecretIsRefusedWithEntrasNumber() throws Exception {
        Map<String, String> form = new HashMap<>(client.tokenForm());
        form.remove("client_secret");

        assertRefused(client.askToken(form), 401, "invalid_client", 7000216);
        assertRefused(client.askToken(form("client_secret", "")), 401, "invalid_client", 7000218);
    }

    @Test
    void anUnknownAppIsRefusedWithEntrasNumber() throws Exception {
        assertRefused(client.askToken(form("client_id", "nobody")), 400, "unauthorized_client", 700016);
    }

    @Test
    void anUnknownTenantIsRefusedWithEntrasNumber() throws Exception {
        assertRefused(client.askToken("nowhere", client.tokenForm()), 400, "invalid_request", 90002);
        assertRefused(client.askToken("common", client.tokenForm()), 400, "invalid_request", 50059);
    }

    @Test
    void eachMissingParameterIsNamed() throws Exception {
        for (String name : Set.of("grant_type", "client_id", "scope")) {
            Map<String, String> form = new HashMap<>(client.tokenForm());
            form.remove(name);

            Answer answer = client.askToken(form);

            assertRefused(answer, 400, "invalid_request", 900144);
            assertThat(answer.body().path("error_description").asText()).contains("'" + name + "'");
        }
    }

    @Test
    void aBodyThatIsNoFormLacksItsParameters() throws Exception {
        Answer answer = client.send(HttpRequest.newBuilder(
                        URI.create(sandbox.issuer() + "/" + sandbox.app().tenantId() + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));

        assertRefused(answer, 400, "invalid_request", 900144);
    }

    @Test
    void aScopeHasToEndWithDefault() throws Exception {
        assertRefused(client.askToken(form("scope", "User.Read.All")), 400, "invalid_scope", 1002012);
        assertRefused(client.askToken(form("scope", "openid profile")), 400, "invalid_scope", 70011);
    }

    @Test
    void twoResourcesInOneScopeAreRefused() throws Exception {
        String both = "https://graph.microsoft.com/.default https://vault.azure.net/.default";

        assertRefused(client.askToken(form("scope", both)), 400, "invalid_scope", 700022);
    }

    @Test
    void anUnknownResourceIsRefused() throws Exception {
        assertRefused(client.askToken(form("scope", "api://nothing/.default")), 400, "invalid_resource", 500011);
    }

    @Test
    void otherGrantTypesAreRefused() throws Exception {
        assertRefused(client.askToken(form("grant_type", "password")), 400, "unsupported_grant_type", 70003);
    }

    @Test
    void theTokenEndpointWantsPost() throws Exception {
        Answer answer = client.issuer("/" + sandbox.app().tenantId() + "/oauth2/v2.0/token");

        assertRefused(answer, 400, "invalid_request", 900561);
    }

    @Test
    void theConfigurationLeadsToTheTokenEndpoint() throws Exception {
        String authority = sandbox.issuer() + "/" + sandbox.app().tenantId();

        JsonNode document = client.issuer("/" + sandbox.app().tenantId() + "/v2.0/.well-known/openid-configuration")
                .body();

        assertThat(document.path("issuer").asText()).isEqualTo(authority + "/v2.0");
        assertThat(document.path("token_endpoint").asText()).isEqualTo(authority + "/oauth2/v2.0/token");
        assertThat(document.path("jwks_uri").asText()).isEqualTo(authority + "/discovery/v2.0/keys");
    }

    @Test
    void instanceDiscoveryNamesHostsAsEntraDoes() throws Exception {
        JsonNode document =
                client.issuer("/common/discovery/instance?api-version=1.1").body();

        JsonNode cloud = document.path("metadata").path(0);
        assertThat(cloud.path("preferred_network").asText()).isEqualTo("localhost");
        assertThat(cloud.path("aliases").toString())
                .contains("\"localhost\"", "\"" + sandbox.issuer().getAuthority() + "\"");
        assertThat(document.path("tenant_discovery_endpoint").asText()).startsWith(sandbox.issuer() + "/common/");
    }

    @Test
    void claimsThatAreNoJsonAreRefused() throws Exception {
        assertRefused(client.askToken(form("claims", "{")), 400, "invalid_request", 9002330);
        assertThat(client.askToken(form("claims", "{}")).status()).isEqualTo(200);
    }

    private static Map<String, String> form(String... changes) {
        Map<String, String> form = new HashMap<>(client.tokenForm());
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        return form;
    }

    private static Map<String, String> formWithoutCredentials() {
        Map<String, String> form = form();
        form.remove("client_id");
        form.remove("client_secret");
        return form;
    }

    private static String basic(AppRegistration app, boolean encoded) {
        String secret = encoded ? URLEncoder.encode(app.clientSecret(), StandardCharsets.UTF_8) : app.clientSecret();
        byte[] credentials = (app.clientId() + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private static JsonNode claims(String token) throws Exception {
        return SandboxClient.JSON.readTree(JWSObject.parse(token).getPayload().toString());
    }

    private static void assertRefused(Answer answer, int status, String error, int number) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("error").asText()).isEqualTo(error);
        assertThat(answer.body().path("error_codes").path(0).asInt()).isEqualTo(number);
        assertThat(answer.body().path("error_description").asText()).startsWith("AADSTS" + number + ": ");
    }
}
