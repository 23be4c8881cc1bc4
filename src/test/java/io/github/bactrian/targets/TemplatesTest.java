package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value of a message becomes in the request that leaves, for each step that computes an endpoint. */
class TemplatesTest {

    private static final String EACH_STEP = """
            - route:
                from:
                  uri: direct:toD
                  steps:
                    - process: { ref: oauth.graph }
                    - toD: { uri: "{{api}}/v1.0/users/${header.id}", parameters: { httpMethod: PATCH } }
            - route:
                from:
                  uri: direct:enrich
                  steps:
                    - process: { ref: oauth.graph }
                    - enrich: { simple: "{{api}}/v1.0/users/${header.id}?httpMethod=PATCH" }
            - route:
                from:
                  uri: direct:recipientList
                  steps:
                    - process: { ref: oauth.graph }
                    - recipientList: { simple: "{{api}}/v1.0/users/${header.id}?httpMethod=PATCH,mock:a" }
            - route:
                from:
                  uri: direct:routingSlip
                  steps:
                    - process: { ref: oauth.graph }
                    - routingSlip: { simple: "{{api}}/v1.0/users/${header.id}?httpMethod=PATCH,mock:a" }
            - route:
                from:
                  uri: direct:wireTap
                  steps:
                    - process: { ref: oauth.graph }
                    - wireTap: { uri: "{{api}}/v1.0/users/${header.id}?httpMethod=PATCH" }
            - route:
                from:
                  uri: direct:header
                  steps:
                    - process: { ref: oauth.graph }
                    - setHeader: { name: CamelHttpPath, simple: "/v1.0/users/${header.id}" }
                    - to: "{{api}}?httpMethod=PATCH"
            - route:
                from:
                  uri: direct:property
                  steps:
                    - process: { ref: oauth.graph }
                    - setProperty: { name: target, simple: "{{api}}/v1.0/users/${header.id}" }
                    - toD: "${exchangeProperty.target}?httpMethod=PATCH"
            """;

    private static GuardedCamel camel;

    @BeforeAll
    static void start() {
        camel = GuardedCamel.with(EACH_STEP);
    }

    @AfterAll
    static void stop() {
        camel.close();
    }

    @BeforeEach
    void forget() {
        camel.api.taken();
        camel.elsewhere.taken();
    }

    @ParameterizedTest
    @ValueSource(strings = {"toD", "enrich", "recipientList", "routingSlip", "header", "property"})
    void aValueIsOneSegmentWhateverIsInIt(String step) {
        for (String id : List.of(
                "ada@caravan.example",
                "victim@x?httpMethod=DELETE&a=b",
                "a/b",
                "../groups/1",
                "Who are you?",
                "per%cent@x",
                "enc%40x",
                "a,b;c=d+e&f#g",
                "{{canary}}",
                "${sys:user.home}",
                "RAW(x)",
                " blank ",
                "naïve \u96ea \ud83d\udc2a",
                "c?proxyHost=127.0.0.1&x509HostnameVerifier=#class:java.lang.Object")) {
            Exchange sent = camel.send("direct:" + step, "{}", Map.of("id", id));

            assertThat(sent.getException()).as(id).isNull();
            assertThat(camel.api.taken()).as(id).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("PATCH");
                assertThat(request.path()).startsWith("/v1.0/users/");
                assertThat(Decoded.segments(request)).containsExactly("v1.0", "users", id);
                assertThat(request.query()).isEmpty();
                assertThat(request.headers()).containsKey("authorization");
            });
        }
        assertThat(camel.elsewhere.taken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"toD", "enrich", "recipientList", "routingSlip", "wireTap", "header", "property"})
    void aSegmentThatWouldBeNoNameIsRefused(String step) {
        for (String id : List.of("", ".", "..")) {
            Exchange sent = camel.send("direct:" + step, "{}", Map.of("id", id));

            assertThat(GuardedCamel.refusal(sent)).as(step + id).contains("${header.id} is refused");
        }
        assertThat(camel.api.taken()).isEmpty();
    }
}
