package io.github.bactrian.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each Kamelet in a Camel context of its own, without the daemon, against an API that answers over HTTP. */
class KameletsTest {
    private final TestIssuer issuer = new TestIssuer();
    private final WireMockServer api = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        api.start();
        api.stubFor(any(anyUrl()).willReturn(ok("{\"id\": 7}")));
        Properties properties = new Properties();
        properties.put("api.url", api.baseUrl());
        properties.put("directory", directory.toString());
        camel.getPropertiesComponent().setInitialProperties(properties);
        OAuth.install(camel, issuer.profile("graph", api.baseUrl()));
        AuthorizedHttp.install(camel);
    }

    @AfterEach
    void stop() {
        camel.stop();
        api.stop();
        issuer.close();
    }

    @Test
    void aCallCarriesTheTokenOfTheProfileThatAParameterNames() throws Exception {
        steps("""
                - to:
                    uri: kamelet:bactrian-call-action
                    parameters: { profile: graph, url: "{{api.url}}/users/${header.id}", method: PATCH }
                """);

        Exchange answer = send("{\"city\": \"Delft\"}", Map.of("id", "4711"));

        LoggedRequest request = api.findAll(anyRequestedFor(anyUrl())).get(0);
        assertThat(request.getMethod().getName()).isEqualTo("PATCH");
        assertThat(request.getUrl()).isEqualTo("/users/4711");
        assertThat(request.getBodyAsString()).isEqualTo("{\"city\": \"Delft\"}");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("Authorization")).startsWith("Bearer ");
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo("{\"id\": 7}");
    }

    @Test
    void headersOfTheMessageDoNotSteerACall() throws Exception {
        steps("""
                - to: { uri: "kamelet:bactrian-call-action", parameters: { profile: graph, url: "{{api.url}}/users?$top=1" } }
                """);

        send(null, Map.of("CamelHttpMethod", "DELETE", "CamelHttpQuery", "admin=1", "CamelHttpPath", "/all"));

        assertThat(api.findAll(anyRequestedFor(anyUrl()))).singleElement().satisfies(request -> {
            assertThat(request.getMethod().getName()).isEqualTo("GET");
            assertThat(request.getUrl()).isEqualTo("/users?%24top=1");
        });
    }

    @Test
    void anAnswerWhoseCodeIsNotAmongTheGoodOnesFailsTheMessage() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
        steps("""
                - to: { uri: "kamelet:bactrian-call-action", parameters: { profile: graph, url: "{{api.url}}/a" } }
                """);
        assertThatThrownBy(() -> send(null, Map.of()))
                .hasRootCauseMessage("HTTP operation failed invoking " + api.baseUrl() + "/a with statusCode: 404");

        camel.removeRouteDefinitions(List.copyOf(camel.getRouteDefinitions()));
        steps("""
                - to:
                    uri: kamelet:bactrian-call-action
                    parameters: { profile: graph, url: "{{api.url}}/a", okStatusCodes: "200-299,404" }
                """);
        assertThat(send(null, Map.of()).isFailed()).isFalse();
    }

    @Test
    void anUnknownProfileKeepsTheContextFromStarting() {
        assertThatThrownBy(() -> steps("""
                - to: { uri: "kamelet:bactrian-call-action", parameters: { profile: grph, url: "{{api.url}}/a" } }
                """)).hasStackTraceContaining("oauth.grph");
    }

    @Test
    void everyItemOfEveryPageGoesToTheEndpointThatAParameterNames() throws Exception {
        twoPages();
        steps("""
                - to:
                    uri: kamelet:bactrian-pages-action
                    parameters: { profile: graph, url: "RAW({{api.url}}/users?$select=n,m&$top=5)", to: "mock:item" }
                """);

        Exchange done = send("as it was", Map.of());

        assertThat(camel.getEndpoint("mock:item", MockEndpoint.class).getExchanges())
                .extracting(item -> item.getMessage().getBody(String.class))
                .containsExactly("{n=1}", "{n=2}", "{n=3}");
        assertThat(done.getMessage().getBody()).isEqualTo("as it was");
    }

    @Test
    void everyItemOfEveryPageIsExported() throws Exception {
        twoPages();
        steps("""
                - to:
                    uri: kamelet:bactrian-export-action
                    parameters:
                      profile: graph
                      url: "RAW({{api.url}}/users?$select=n,m&$top=5)"
                      file: "{{directory}}/out/pages.jsonl"
                      jq: "{m: .n}"
                """);

        send(null, Map.of());

        assertThat(directory.resolve("out/pages.jsonl")).hasContent("{\"m\":1}\n{\"m\":2}\n{\"m\":3}\n");
        assertThat(api.findAll(anyRequestedFor(anyUrl()))).hasSize(2).allSatisfy(request -> assertThat(
                        request.getHeader("Authorization"))
                .startsWith("Bearer "));
        assertThat(api.findAll(anyRequestedFor(urlPathEqualTo("/users"))))
                .singleElement()
                .satisfies(request -> assertThat(List.of(
                                request.queryParameter("$select").firstValue(),
                                request.queryParameter("$top").firstValue()))
                        .containsExactly("n,m", "5"));
    }

    private void twoPages() {
        String next = "\"@odata.nextLink\": \"" + api.baseUrl() + "/more\"";
        api.resetMappings();
        api.stubFor(get(urlPathEqualTo("/users")).willReturn(okJson("{\"value\": [{\"n\": 1}], " + next + "}")));
        api.stubFor(get(urlPathEqualTo("/more")).willReturn(okJson("{\"value\": [{\"n\": 2}, {\"n\": 3}]}")));
    }

    @Test
    void everyItemBecomesALineOfAFileThatOnlyItsOwnerReads() throws Exception {
        steps(file("users-${header.day}.jsonl", ""));

        Exchange done = send(List.of(Map.of("name", "Öz"), Map.of("name", "陳")).iterator(), Map.of("day", "monday"));

        Path file = directory.resolve("out/users-monday.jsonl");
        assertThat(file).hasContent("{\"name\":\"Öz\"}\n{\"name\":\"陳\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(done.getProperty("writtenLines")).isEqualTo(2);
        assertThat(done.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED)).isEqualTo(file.toString());
        assertThat(files()).containsExactly("users-monday.jsonl");
    }

    @Test
    void aMappingSaysWhatIsWrittenOfEachItem() throws Exception {
        steps(file("a.jsonl", ", jq: \"select(.n > 1) | {m: .n}, {}\""));

        send(List.of(Map.of("n", 1), Map.of("n", 2)), Map.of());

        assertThat(directory.resolve("out/a.jsonl")).hasContent("{\"m\":2}\n{}\n");
    }

    @Test
    void aFileIsWrittenWholeOrNotAtAll() throws Exception {
        steps(file("a.jsonl", ""));
        send(List.of(1, 2), Map.of());
        Iterator<Integer> failing = IntStream.range(0, 9)
                .map(i -> {
                    assertThat(files()).contains(".a.jsonl.part");
                    if (i == 5) {
                        throw new IllegalStateException("page 5 is lost");
                    }
                    return i;
                })
                .iterator();

        assertThatThrownBy(() -> send(failing, Map.of())).isInstanceOf(CamelExecutionException.class);

        assertThat(directory.resolve("out/a.jsonl")).hasContent("1\n2\n");
        assertThat(files()).containsExactly("a.jsonl");
    }

    @Test
    void whatAKilledProcessHasLeftIsReplaced() throws Exception {
        Files.createDirectories(directory.resolve("out"));
        Files.writeString(directory.resolve("out/.a.jsonl.part"), "half a li");
        steps(file("a.jsonl", ""));

        send("one", Map.of());

        assertThat(directory.resolve("out/a.jsonl")).hasContent("\"one\"\n");
        assertThat(files()).containsExactly("a.jsonl");
    }

    @Test
    void aBodyWithoutItemsLeavesAnEmptyFileOrNone() throws Exception {
        steps(file("empty.jsonl", "") + file("none.jsonl", ", skipEmpty: true"));

        send(List.of(), Map.of());

        assertThat(files()).containsExactly("empty.jsonl");
    }

    private static String file(String name, String more) {
        return "- to: { uri: \"kamelet:bactrian-write-file-sink\", parameters: { file: \"{{directory}}/out/" + name
                + "\"" + more + " } }\n";
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void steps(String steps) throws Exception {
        String route = "- from:\n    uri: direct:start\n    steps:\n" + steps.indent(6);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromBytes("test.camel.yaml", route.getBytes(StandardCharsets.UTF_8)));
        camel.start();
    }

    private Exchange send(Object body, Map<String, Object> headers) {
        Exchange result = camel.createProducerTemplate().request("direct:start", exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeaders(new HashMap<>(headers));
        });
        if (result.getException() != null) {
            throw new CamelExecutionException("failed", result, result.getException());
        }
        return result;
    }
}
