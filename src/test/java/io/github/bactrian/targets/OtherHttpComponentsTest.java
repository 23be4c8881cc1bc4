package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What arrives through HTTP components other than camel-http, which treat paths and queries in ways of their own. */
class OtherHttpComponentsTest {

    @ParameterizedTest
    @CsvSource({
        "vertx-http:{{api}}, &httpMethod=PUT, PUT",
        "netty-http:{{api}}, '', GET",
        "{{api}}, &httpMethod=PUT, PUT"
    })
    void eachSendsAValueAsItIs(String start, String option, String method) {
        try (GuardedCamel camel = GuardedCamel.with("""
                - route:
                    from:
                      uri: direct:call
                      steps:
                        - toD: "%s/users/${header.x}?q=${header.x}%s"
                """.formatted(start, option))) {
            for (String value : List.of(
                    "a/b?c=d&e#f",
                    "per%cent %2F+;=",
                    "é {{canary}}",
                    "x?httpMethod=DELETE",
                    "../groups",
                    "%2e%2e/x",
                    "a%2Fb",
                    "a&b=c")) {
                Exchange sent = camel.send("direct:call", null, Map.of("x", value));

                assertThat(sent.getException()).as(value).isNull();
                assertThat(camel.api.taken()).as(value).singleElement().satisfies(request -> {
                    assertThat(request.method()).isEqualTo(method);
                    assertThat(Decoded.segments(request)).containsExactly("users", value);
                    assertThat(Decoded.parameters(request)).containsExactly(Map.entry("q", value));
                });
            }
        }
    }

    @Test
    void anEmbeddedProfileRefusesItTooThoughItInjectsNoToken() {
        try (GuardedCamel camel = new GuardedCamel(false, context -> {}, """
                - route:
                    from:
                      uri: direct:call
                      steps:
                        - process: { ref: oauth.graph }
                        - setHeader: { name: CamelHttpPath, simple: "/users/${header.x}" }
                        - to: "vertx-http:{{api}}"
                """)) {
            Exchange sent = camel.send("direct:call", null, Map.of("x", "a/../b?y=1"));

            assertThat(GuardedCamel.refusal(sent)).contains("CamelHttpPath is refused");
            assertThat(camel.api.taken()).isEmpty();
        }
    }

    @Test
    void aPathThatTheComponentWouldDecodeOnceMoreIsRefused() {
        try (GuardedCamel camel = GuardedCamel.with("""
                - route:
                    from:
                      uri: direct:call
                      steps:
                        - setHeader: { name: CamelHttpPath, simple: "/users/${header.x}" }
                        - to: "vertx-http:{{api}}"
                - route: { from: { uri: direct:outer, steps: [ { toD: "direct:${header.kind}" } ] } }
                """)) {
            Exchange inner = camel.send("direct:outer", null, Map.of("x", "a/../b?y=1", "kind", "call"));
            assertThat(GuardedCamel.refusal(inner)).contains("CamelHttpPath is refused");
            Exchange plain = camel.send("direct:call", null, Map.of("x", "ada"));
            Exchange odd = camel.send("direct:call", null, Map.of("x", "a?admin=1"));

            assertThat(plain.getException()).isNull();
            assertThat(GuardedCamel.refusal(odd)).contains("CamelHttpPath is refused");
            assertThat(camel.api.taken()).extracting(RawApi.Request::target).containsExactly("/users/ada");
        }
    }

    @Test
    void vertxHttpAsksByGetWhereTheTemplateHasAQueryAndNoMethod() {
        try (GuardedCamel camel = GuardedCamel.with("""
                - route:
                    from: { uri: direct:call, steps: [ { toD: "vertx-http:{{api}}/v1/users?q=${header.x}" } ] }
                """)) {
            camel.send("direct:call", "body", Map.of("x", "ada"));

            assertThat(camel.api.taken())
                    .singleElement()
                    .extracting(RawApi.Request::method)
                    .isEqualTo("GET");
        }
    }
}
