package io.github.bactrian.sandbox;

import static io.github.bactrian.sandbox.SandboxClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryApiTest {

    @TempDir
    static Path directory;

    static Sandbox sandbox;
    static SandboxClient client;
    static String token;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory));
        client = new SandboxClient(sandbox);
        token = client.token();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void startAnew() {
        sandbox.reset();
    }

    @Test
    void aCreatedUserIsAnsweredWithItsLocationAndWithoutItsPassword() throws Exception {
        Answer created = client.create(user("ada@contoso.example"), token);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.raw().body()).doesNotContain("correct-Horse", "passwordProfile");
        assertThat(created.body().path("@odata.context").asText()).endsWith("/v1.0/$metadata#users/$entity");
        String id = created.body().path("id").asText();
        assertThat(created.header("Location")).isEqualTo(sandbox.directory() + "/users/" + id);
        assertThat(client.get("/users/" + id, token)
                        .body()
                        .path("userPrincipalName")
                        .asText())
                .isEqualTo("ada@contoso.example");
    }

    @Test
    void aUserIsFoundByItsNameInAnyCase() throws Exception {
        client.create(user("Ada#1@Contoso.example"), token);

        Answer found = client.get("/users/aDA%231@contoso.EXAMPLE?$select=userPrincipalName,state", token);

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().path("userPrincipalName").asText()).isEqualTo("Ada#1@Contoso.example");
        assertThat(found.body().path("state").isNull()).isTrue();
        assertThat(found.body().has("displayName")).isFalse();
    }

    @Test
    void aSecondUserOfTheSameNameIsRefusedWhateverItsCase() throws Exception {
        client.create(user("ada@contoso.example"), token);

        Answer second = client.create(user("ADA@contoso.example"), token);

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.code()).isEqualTo("Request_BadRequest");
        assertThat(second.message())
                .isEqualTo("Another object with the same value for property userPrincipalName already exists.");
        assertThat(second.body().at("/error/details/0/code").asText()).isEqualTo("ObjectConflict");
        assertThat(second.body().at("/error/details/0/target").asText()).isEqualTo("userPrincipalName");
    }

    @Test
    void eachMissingPropertyIsNamed() throws Exception {
        for (String name : List.of("accountEnabled", "displayName", "mailNickname", "userPrincipalName")) {
            assertRefused(
                    user("ada@contoso.example").without(List.of(name)),
                    "A value is required for property '" + name + "' of resource 'User'.");
        }
        assertRefused(
                user("ada@contoso.example").without(List.of("passwordProfile")),
                "A password must be specified to create a new user.");
        assertRefused(user(""), "A value is required for property 'userPrincipalName' of resource 'User'.");
    }

    @Test
    void valuesThatGraphWouldRefuseAreRefused() throws Exception {
        assertRefused(user("ada@contoso.example").put("nickName", "x"), "Invalid property 'nickName'.");
        assertRefused(
                user("ada@contoso.example").put("accountEnabled", "Yes"),
                "Cannot convert the literal 'Yes' to the expected type 'Edm.Boolean'.");
        assertRefused(
                user("ada@contoso.example").put("usageLocation", "NLD"),
                "Invalid value specified for property 'usageLocation' of resource 'User'.");
        assertRefused(
                user("ada@contoso.example").put("mailNickname", "a da"),
                "Invalid value specified for property 'mailNickname' of resource 'User'.");
        for (String name : List.of("ada", "ada.@contoso.example", "a da@contoso.example", "é@contoso.example", "a@b")) {
            assertRefused(user(name), "Property userPrincipalName is invalid.");
        }
    }

    @Test
    void aWeakPasswordIsRefused() throws Exception {
        for (String weak : List.of("Ab1!", "onlyletters", "lower1234")) {
            ObjectNode user = user("ada@contoso.example");
            user.putObject("passwordProfile").put("password", weak);

            assertThat(client.create(user, token).message())
                    .startsWith("The specified password does not comply with password complexity requirements.");
        }
    }

    @Test
    void emptyTextStandsForNullUnlessItIsToBeRefused() throws Exception {
        assertThat(client.create(user("ada@contoso.example").put("state", ""), token)
                        .status())
                .isEqualTo(201);

        try (Sandbox strict = Sandbox.start(SandboxSettings.in(directory).withEmptyTextRefused(true))) {
            SandboxClient other = new SandboxClient(strict);
            Answer refused = other.create(user("ada@contoso.example").put("state", ""), other.token());

            assertThat(refused.message()).isEqualTo("Invalid value specified for property 'state' of resource 'User'.");
        }
    }

    @Test
    void aBodyHasToBeAJsonObjectAndSaySo() throws Exception {
        assertThat(posted("text/plain", user("ada@contoso.example").toString()).message())
                .isEqualTo("Entity only allows writes with a JSON Content-Type header.");
        for (String broken : List.of("", "{", "[]", "3", "{\"a\":1}}")) {
            Answer answer = posted("application/json", broken);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).startsWith("Unable to read JSON request payload.");
        }
    }

    @Test
    void aUserIsChangedAndDeleted() throws Exception {
        client.create(user("ada@contoso.example").put("city", "London"), token);

        ObjectNode changes = SandboxClient.JSON.createObjectNode().put("userPrincipalName", "countess@contoso.example");
        changes.putNull("city");
        assertThat(client.call("PATCH", "/users/ada@contoso.example", token, changes)
                        .status())
                .isEqualTo(204);
        assertThat(client.get("/users/ada@contoso.example", token).status()).isEqualTo(404);
        assertThat(client.get("/users/countess@contoso.example?$select=city", token)
                        .body()
                        .path("city")
                        .isNull())
                .isTrue();

        assertThat(client.call("DELETE", "/users/countess@contoso.example", token, null)
                        .status())
                .isEqualTo(204);
        Answer gone = client.call("DELETE", "/users/countess@contoso.example", token, null);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.code()).isEqualTo("Request_ResourceNotFound");
    }

    @Test
    void aUserCannotTakeAnothersName() throws Exception {
        client.create(user("ada@contoso.example"), token);
        client.create(user("bob@contoso.example"), token);

        ObjectNode change = SandboxClient.JSON.createObjectNode().put("userPrincipalName", "ADA@contoso.example");

        assertThat(client.call("PATCH", "/users/bob@contoso.example", token, change)
                        .message())
                .startsWith("Another object with the same value");
    }

    @Test
    void allUsersAreOnThePagesOnce() throws Exception {
        for (int i = 0; i < 25; i++) {
            client.create(user("u" + i + "@contoso.example"), token);
        }

        List<String> names = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        String next = "/users?$top=10&$select=userPrincipalName,id";
        while (next != null) {
            Answer page = client.get(next, token);
            page.body()
                    .path("value")
                    .forEach(one -> names.add(one.path("userPrincipalName").asText()));
            pages.add(page.body().path("value").size());
            String link = page.body().path("@odata.nextLink").asText(null);
            next = link == null
                    ? null
                    : link.substring(sandbox.directory().toString().length());
        }

        assertThat(pages).containsExactly(10, 10, 5);
        assertThat(names).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void aFullLastPageHasNoNextLink() throws Exception {
        client.create(user("a@contoso.example"), token);
        client.create(user("b@contoso.example"), token);

        assertThat(client.get("/users?$top=2", token).body().has("@odata.nextLink"))
                .isFalse();
    }

    @Test
    void queriesThatGraphWouldRefuseAreRefused() throws Exception {
        for (String query : List.of("$top=0", "$top=1000", "$top=x", "$select=nickName", "$skiptoken=!", "$filter=x")) {
            assertThat(client.get("/users?" + query, token).status()).as(query).isEqualTo(400);
        }
        assertThat(client.get("/groups", token).message()).isEqualTo("Resource not found for the segment 'groups'.");
        assertThat(client.call("PUT", "/users", token, user("a@b.example")).status())
                .isEqualTo(405);
    }

    @Test
    void everyAnswerCarriesItsIds() throws Exception {
        Answer answer = client.call("GET", "/users/nobody", token, null, "client-request-id", "row-7");

        assertThat(answer.header("client-request-id")).isEqualTo("row-7");
        assertThat(answer.body().at("/error/innerError/client-request-id").asText())
                .isEqualTo("row-7");
        assertThat(answer.body().at("/error/innerError/request-id").asText()).isEqualTo(answer.header("request-id"));
        assertThat(answer.body().at("/error/innerError/date").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    }

    private static void assertRefused(ObjectNode user, String message) throws Exception {
        Answer answer = client.create(user, token);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo(message);
    }

    private static Answer posted(String type, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(sandbox.directory() + "/users"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }
}
