package io.github.bactrian.sandbox;

import static io.github.bactrian.sandbox.SandboxClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading many users: filters, counts, pages, and what has changed since. */
class UserDeltaTest {

    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static SandboxClient client;
    private static String token;

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
    void threeUsers() throws Exception {
        sandbox.reset();
        for (String name : List.of("ada", "bob", "eve")) {
            client.create(user(name + "@contoso.example"), token);
        }
    }

    private static Answer get(String link, String... headers) throws Exception {
        String path = link.replace(sandbox.directory().toString(), "");
        return client.call("GET", path, token, null, headers);
    }

    /** All pages from a link on; the delta link comes last. */
    private static List<JsonNode> all(String link, List<String> links, String... headers) throws Exception {
        List<JsonNode> users = new ArrayList<>();
        for (String next = link; next != null; ) {
            JsonNode body = get(next, headers).body();
            body.path("value").forEach(users::add);
            next = body.path("@odata.nextLink").asText(null);
            links.add(next == null ? body.path("@odata.deltaLink").asText() : next);
        }
        return users;
    }

    private static List<String> names(List<JsonNode> users) {
        return users.stream()
                .map(one -> one.path("userPrincipalName").asText().replaceFirst("@.*", ""))
                .toList();
    }

    @Test
    void aDeltaQueryTellsAllUsersAndThenWhatHasBecomeOfThem() throws Exception {
        List<String> links = new ArrayList<>();
        List<JsonNode> first = all("/users/delta?$select=userPrincipalName", links);
        assertThat(names(first)).containsExactly("ada", "bob", "eve");

        String deltaLink = links.get(links.size() - 1);
        assertThat(get(deltaLink).body().path("value")).isEmpty();
        client.create(user("dan@contoso.example"), token);
        client.call(
                "PATCH",
                "/users/ada@contoso.example",
                token,
                SandboxClient.JSON.createObjectNode().put("city", "Rome"));
        String bob = get("/users/bob@contoso.example").body().path("id").asText();
        client.call("DELETE", "/users/bob@contoso.example", token, null);
        List<JsonNode> changes = all(deltaLink, links);

        assertThat(names(changes)).containsExactly("dan", "ada", "");
        assertThat(changes.get(0).has("displayName")).isFalse();
        assertThat(changes.get(2).toString())
                .isEqualTo("{\"id\":\"" + bob + "\",\"@removed\":{\"reason\":\"changed\"}}");
        assertThat(all(links.get(links.size() - 1), links)).isEmpty();
    }

    @Test
    void pagesAreAsSmallAsTheClientPrefers() throws Exception {
        List<String> links = new ArrayList<>();

        List<JsonNode> users = all("/users/delta?$select=userPrincipalName", links, "Prefer", "odata.maxpagesize=2");

        assertThat(names(users)).containsExactly("ada", "bob", "eve");
        assertThat(links).hasSize(2).allSatisfy(link -> assertThat(link).contains("$select=userPrincipalName&"));
        assertThat(get("/users/delta", "Prefer", "odata.maxpagesize=2").header("Preference-Applied"))
                .isEqualTo("odata.maxpagesize=2");
    }

    @Test
    void aFullReadTellsNobodyWhoWasRemovedBefore() throws Exception {
        client.call("DELETE", "/users/bob@contoso.example", token, null);

        assertThat(names(all("/users/delta", new ArrayList<>()))).containsExactly("ada", "eve");
    }

    @Test
    void fromTheLatestTokenOnOnlyWhatComesIsTold() throws Exception {
        List<String> links = new ArrayList<>();
        assertThat(all("/users/delta?$deltatoken=latest", links)).isEmpty();
        client.create(user("dan@contoso.example"), token);

        assertThat(names(all(links.get(0), links))).containsExactly("dan");
    }

    @Test
    void anExpiredTokenDemandsAResync() throws Exception {
        List<String> links = new ArrayList<>();
        all("/users/delta", links);
        assertThat(client.control("DELETE", "/sandbox/delta-tokens", "").status())
                .isEqualTo(204);

        Answer gone = get(links.get(0));

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.code()).isEqualTo("resyncRequired");
        assertThat(gone.header("Location")).isEqualTo(sandbox.directory() + "/users/delta?$deltatoken=");
        assertThat(names(all(gone.header("Location"), links))).hasSize(3);
        assertThat(get("/users/delta?$deltatoken=x").message()).isEqualTo("Badly formed token.");
        assertThat(get("/users/delta?$top=5").status()).isEqualTo(400);
    }

    @Test
    void aResyncCanBeScripted() throws Exception {
        sandbox.faults().set(Fault.on("GET", "/v1.0/users/delta").nth(2).answer(410));

        assertThat(get("/users/delta").status()).isEqualTo(200);
        assertThat(get("/users/delta").code()).isEqualTo("resyncRequired");
        assertThat(get("/users/delta").status()).isEqualTo(200);
    }

    @Test
    void usersAreFilteredAndCounted() throws Exception {
        for (Map.Entry<String, Integer> filter : Map.of(
                        "userPrincipalName eq 'ADA@contoso.example'", 1,
                        "userPrincipalName eq 'nobody'", 0,
                        "startswith(userPrincipalName,'e')", 1,
                        "startswith(displayName, 'Ada')", 3)
                .entrySet()) {
            String query = "/users?$filter=" + URLEncoder.encode(filter.getKey(), StandardCharsets.UTF_8);

            assertThat(get(query).body().path("value")).as(filter.getKey()).hasSize(filter.getValue());
            assertThat(get(query + "&$count=true", "ConsistencyLevel", "eventual")
                            .body()
                            .path("@odata.count")
                            .asInt(-1))
                    .isEqualTo(filter.getValue());
        }
        assertThat(get("/users?$count=true").code()).isEqualTo("Request_UnsupportedQuery");
        assertThat(get("/users?$filter=startswith(nickName,'a')").message()).startsWith("Could not find a property");
    }

    @Test
    void theLinkToTheNextPageKeepsWhatWasAskedFor() throws Exception {
        Answer page = get(
                "/users?$top=2&$select=id&$count=true&$filter=startswith(displayName,'Ada')",
                "ConsistencyLevel",
                "eventual");
        Answer next = get(page.body().path("@odata.nextLink").asText(), "ConsistencyLevel", "eventual");

        assertThat(page.body().path("@odata.count").asInt()).isEqualTo(3);
        assertThat(next.body().path("value")).hasSize(1);
        assertThat(next.body().path("value").get(0).size()).isEqualTo(1);
        assertThat(next.body().has("@odata.count")).isFalse();
    }
}
