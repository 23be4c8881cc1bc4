package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, names of endpoints, and components other than camel-http. */
class EndpointsTest {

    private GuardedCamel camel;
    private int routes;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        camel = GuardedCamel.with("""
                - route: { from: { uri: direct:known, steps: [ { to: "mock:known" } ] } }
                """);
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private Exchange run(String steps, Map<String, ?> headers) {
        String start = "direct:endpoint" + routes++;
        camel.add("- route:\n    from:\n      uri: " + start + "\n      steps:\n" + steps.indent(8));
        return camel.send(start, "body", headers);
    }

    private static String with(String profile, String step) {
        return "- process: { ref: oauth." + profile + " }\n- " + step;
    }

    private MockEndpoint known() {
        return camel.context.getEndpoint("mock:known", MockEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: \"${header.x}\"",
                "enrich: { header: x }",
                "recipientList: { header: x }",
                "recipientList: { simple: \"${header.x}\" }",
                "routingSlip: { header: x }",
                "wireTap: { uri: \"${header.x}\" }",
                "toD: \"language:header:x\"",
                "toD: \"direct:${header.name}\""
            })
    void aWholeUriMayBeOneThatTheRoutesName(String step) {
        known().expectedMessageCount(1);

        Exchange sent = run(with("none", step), Map.of("x", "direct:known", "name", "known"));

        assertThat(sent.getException()).isNull();
        org.awaitility.Awaitility.await().until(() -> known().getReceivedCounter() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: \"${header.x}\"",
                "toD: { uri: \"${header.x}\", ignoreInvalidEndpoint: true }",
                "enrich: { header: x }",
                "enrich: { expression: { header: { expression: x } }, ignoreInvalidEndpoint: true }",
                "recipientList: { header: x }",
                "recipientList: { expression: { header: { expression: x } }, ignoreInvalidEndpoints: true }",
                "routingSlip: { header: x }",
                "dynamicRouter: { header: x }",
                "wireTap: { uri: \"${header.x}\" }",
                "pollEnrich: { expression: { header: { expression: x } }, timeout: \"100\" }",
            })
    void aWholeUriThatTheRoutesDoNotNameIsRefused(String step) {
        for (String uri : List.of(
                "direct:unknown",
                "log:x",
                "bean:type:java.lang.Runtime",
                "file:" + directory + "?fileName=x",
                "language:simple:${sys:user.home}",
                "{{elsewhere}}/x",
                camel.elsewhere.url() + "/x",
                "http://127.0.0.1.:" + camel.api.port() + "/x",
                "http://" + "user:pass@127.0.0.1:" + camel.api.port() + "/x",
                "http:127.0.0.1:" + camel.api.port() + "/x",
                "netty-http:" + camel.api.url() + "/x",
                "direct:known?timeout=1")) {
            Exchange sent = run(with("graph", step), Map.of("x", uri));

            assertThat(GuardedCamel.refusal(sent)).as(step + " " + uri).contains("is refused");
            assertThat(GuardedCamel.refusal(sent)).as(step + " " + uri).doesNotContain(uri);
        }
        assertThat(camel.api.taken()).isEmpty();
        assertThat(camel.elsewhere.taken()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: \"${header.x}\"",
                "toD: \"${header.x}?httpMethod=GET\"",
                "enrich: { header: x }",
                "recipientList: { header: x }",
                "routingSlip: { header: x }",
                "setHeader: { name: CamelHttpUri, header: x }\n- to: { uri: \"{{elsewhere}}\" }"
            })
    void aLinkToAHostOfTheProfileIsFollowedAsAUrl(String step) {
        String link = camel.api.url() + "/next%2Fpage/{{canary}}?proxyHost=h&httpMethod=DELETE&a=b c#part";

        Exchange sent = run(with("graph", step), Map.of("x", link));

        assertThat(sent.getException()).isNull();
        assertThat(camel.api.taken()).singleElement().satisfies(request -> {
            assertThat(request.target())
                    .isEqualTo("/next%2Fpage/%7B%7Bcanary%7D%7D?proxyHost=h&httpMethod=DELETE&a=b%20c");
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.headers()).containsKey("authorization");
        });
        assertThat(camel.elsewhere.taken()).isEmpty();
    }

    @Test
    void withoutAProfileALinkLeadsToWhereTheExchangeHasBeen() {
        String steps = "- to: \"{{elsewhere}}/first?httpMethod=GET\"\n- toD: \"${header.x}\"";

        Exchange same = run(steps, Map.of("x", camel.elsewhere.url() + "/second"));
        Exchange other = run(steps, Map.of("x", camel.api.url() + "/second"));

        assertThat(same.getException()).isNull();
        assertThat(GuardedCamel.refusal(other)).contains("was not called for this message before");
        assertThat(camel.elsewhere.taken())
                .extracting(RawApi.Request::target)
                .containsExactly("/first", "/second", "/first");
        assertThat(camel.api.taken()).isEmpty();
    }

    @Test
    void oneRefusedRecipientKeepsTheMessageFromAll() {
        known().expectedMessageCount(0);

        Exchange sent = run(with("graph", "recipientList: { header: x }"), Map.of("x", "direct:known,direct:unknown"));

        assertThat(GuardedCamel.refusal(sent)).isNotEmpty();
        assertThat(known().getReceivedCounter()).isZero();
    }

    @Test
    void aFileNameStaysBelowItsDirectoryAndIsText() throws Exception {
        String step = "toD: { uri: \"file:" + directory + "/out?fileName=${header.x}.txt&charset=UTF-8\" }";
        for (String name : List.of("a b", "sub/c", "d?fileName=../e&x=1", "{{canary}}", "RAW(1)")) {
            assertThat(run(with("none", step), Map.of("x", name)).getException())
                    .as(name)
                    .isNull();
            assertThat(directory.resolve("out").resolve(name + ".txt"))
                    .as(name)
                    .content()
                    .isEqualTo("body");
        }
        for (String name : List.of("../f", "/g", "a/../../h", "nul\0", "line\nbreak", "a//b")) {
            assertThat(GuardedCamel.refusal(run(with("none", step), Map.of("x", name))))
                    .as(name)
                    .contains("file name");
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(5);
        }
    }

    @Test
    void aFileNameIsNotEvaluatedOnceMore() {
        String step = "toD: { uri: \"file:" + directory + "/out?fileName=${header.x}.txt\" }";

        Exchange sent = run(with("none", step), Map.of("x", "${date:now:yyyy}"));

        assertThat(sent.getException()).isNull();
        assertThat(directory.resolve("out/${date:now:yyyy}.txt")).exists();
    }

    @Test
    void aPolledFileIsTheOneOfThatName() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "content");
        Files.writeString(directory.resolve("b.txt"), "other");
        String step = "pollEnrich: { simple: \"file:" + directory
                + "?fileName=${header.x}.txt&noop=true\", timeout: \"2000\" }";

        Exchange sent = run(with("none", step), Map.of("x", "a"));
        Exchange refused = run(with("none", step), Map.of("x", "../a"));

        assertThat(sent.getMessage().getBody(String.class)).isEqualTo("content");
        assertThat(GuardedCamel.refusal(refused)).contains("file name");
    }

    @Test
    void aDirectoryOfAValueIsNone() {
        Exchange sent = run(
                with("none", "toD: { uri: \"file:" + directory + "/${header.x}?fileName=a\" }"), Map.of("x", "sub"));

        assertThat(GuardedCamel.refusal(sent)).contains("none of an endpoint that the routes name");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void headersThatSteeredOneCallDoNotSteerTheNext() {
        Map<String, Object> headers = new HashMap<>(Map.of("x", "1"));

        Exchange sent = run(
                with("graph", "toD: \"{{api}}/a/${header.x}?q=${header.x}\"\n- to: \"{{api}}/b?httpMethod=GET\""),
                headers);

        assertThat(sent.getException()).isNull();
        assertThat(camel.api.taken()).extracting(RawApi.Request::target).containsExactly("/a/1?q=1", "/b");
    }

    @Test
    void embeddedAnExchangeWithoutAProfileRunsAsItWouldWithout() {
        try (GuardedCamel embedded = new GuardedCamel(false, context -> {}, """
                - route:
                    from:
                      uri: direct:plain
                      steps:
                        - toD: "{{api}}/a/${header.x}"
                        - process: { ref: oauth.graph }
                        - toD: "{{api}}/a/${header.x}"
                        - process: { ref: oauth.none }
                        - toD: "{{api}}/a/${header.x}"
                """)) {
            Exchange sent = embedded.send("direct:plain", null, Map.of("x", "b?c=d"));

            assertThat(sent.getException()).isNull();
            assertThat(embedded.api.taken())
                    .extracting(RawApi.Request::target)
                    .containsExactly("/a/b?c=d", "/a/b%3Fc%3Dd", "/a/b?c=d");
        }
    }

    @Test
    void anEndpointMadeForAMessageBringsNoProxyIntoAGovernedCall() {
        String proxied = camel.api.url() + "/x?proxyHost=127.0.0.1&proxyPort=" + camel.elsewhere.port();
        camel.context.getRegistry().bind("code", (Processor) exchange -> {
            Producer producer = exchange.getContext().getEndpoint(proxied).createProducer();
            producer.start();
            producer.process(exchange);
        });

        Exchange sent = run(with("graph", "process: { ref: code }"), Map.of());

        assertThat(sent.getException()).hasMessageContaining("proxyHost came with its URI");
        assertThat(camel.elsewhere.taken()).isEmpty();
    }
}
