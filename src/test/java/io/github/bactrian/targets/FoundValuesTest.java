package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that random ones have found to be taken for something else, or refused without need. */
class FoundValuesTest {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:seda
                  steps:
                    - toD: "seda:${header.id}"
            - route:
                from:
                  uri: direct:segments
                  steps:
                    - toD: "{{api}}/${segments:header.id}"
            - route:
                from:
                  uri: direct:query
                  steps:
                    - toD: "{{api}}/find?${query:header.id}"
            - route:
                from:
                  uri: direct:matrix
                  steps:
                    - toD: "{{api}}/users/${header.id};version=123456789012/photo"
            - route:
                from:
                  uri: direct:link
                  steps:
                    - process: { ref: oauth.graph }
                    - toD: "${header.id}"
            - route:
                from:
                  uri: direct:read
                  steps:
                    - pollEnrich: { simple: "file:HOME?fileName=${header.id}&noop=true&idempotent=false", timeout: 0 }
                    - convertBodyTo: { type: String }
            - route:
                from:
                  uri: direct:write
                  steps:
                    - toD: "file:HOME/out?fileName=${header.id}"
            """;

    @TempDir
    static Path home;

    private static GuardedCamel camel;

    @BeforeAll
    static void start() {
        camel = GuardedCamel.with(ROUTES.replace("HOME", home.toString()));
    }

    @AfterAll
    static void stop() {
        camel.close();
    }

    @BeforeEach
    void forget() {
        camel.api.taken();
    }

    @Test
    void aNameThatMakesNoUriIsRefusedLikeAnyOtherThatNoRouteNames() {
        assertThat(refusal("seda", "known)%00\u2215")).contains("none of an endpoint that the routes name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments", "query", "write"})
    void halfASurrogatePairIsRefusedAndNeverBecomesAQuestionMark(String route) {
        assertThat(refusal(route, "a=\ud83d")).contains("half of a surrogate pair");
        assertThat(camel.api.taken()).isEmpty();
        assertThat(home.resolve("out")).doesNotExist();
    }

    @Test
    void dotsBeforeLongParametersOfASegmentAreRefused() {
        assertThat(refusal("matrix", "..")).contains("${header.id} is refused");
    }

    @Test
    void aLinkMayBeInCapitals() {
        assertThat(send("link", camel.api.url().replace("http", "HTTP") + "/next")
                        .getException())
                .isNull();
        assertThat(camel.api.taken())
                .singleElement()
                .extracting(RawApi.Request::target)
                .isEqualTo("/next");
    }

    @Test
    void aLinkWithTwoSlashesBeforeItsPathIsRefusedBecauseOnlyOneWouldArrive() {
        assertThat(refusal("link", camel.api.url() + "//next")).contains("one slash before its path");
    }

    @Test
    void aFileIsReadUnderTheNameThatAMessageBrings() throws Exception {
        Files.writeString(home.resolve("Grace Hopper.txt"), "her row");

        assertThat(send("read", "Grace Hopper.txt").getMessage().getBody()).isEqualTo("her row");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write"})
    void aFileWithoutANameIsRefused(String route) {
        Exchange sent = camel.send("direct:" + route, "{}", new HashMap<>());

        assertThat(GuardedCamel.refusal(sent)).contains("${header.id} is refused");
    }

    private static String refusal(String route, String id) {
        return GuardedCamel.refusal(send(route, id));
    }

    private static Exchange send(String route, String id) {
        return camel.send("direct:" + route, "{}", Map.of("id", id));
    }
}
