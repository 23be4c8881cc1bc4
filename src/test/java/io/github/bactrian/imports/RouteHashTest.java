package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteHashTest {
    private static final String USED = "[ { to: \"kamelet:outer\" } ]";

    private static String hash(String steps, String shared, String inner) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("routes.camel.yaml", """
                            - route: { id: rows, from: { uri: direct:rows, steps: %s } }
                            - route: { id: shared, from: { uri: direct:shared, steps: [ { log: %s } ] } }
                            - routeTemplate:
                                id: outer
                                from: { uri: "kamelet:source", steps: [ { to: "kamelet:inner?word=a" }, { to: direct:shared } ] }
                            - routeTemplate:
                                id: inner
                                parameters: [ { name: word } ]
                                from: { uri: "kamelet:source", steps: [ { log: "{{word}} %s" } ] }
                            """.formatted(steps, shared, inner)));
            context.start();
            return RouteHash.of(context, "rows");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {USED, "[ { toD: \"kamelet:outer\" } ]", "[ { kamelet: { name: outer } } ]"})
    void aKameletThatChangedAndWhatItCallsChangeTheHash(String steps) throws Exception {
        String before = hash(steps, "shared", "inner");

        assertThat(hash(steps, "shared", "inner")).as("the same again").isEqualTo(before);
        assertThat(hash(steps, "shared", "another")).isNotEqualTo(before);
        assertThat(hash(steps, "another", "inner")).isNotEqualTo(before);
    }

    @Test
    void kameletsOfOthersDoNotChangeIt() throws Exception {
        assertThat(hash("[ { log: a } ]", "shared", "inner")).isEqualTo(hash("[ { log: a } ]", "other", "another"));
    }

    @Test
    void theKameletsOfTheJarAreFollowed() throws Exception {
        assertThat(written("a.jsonl")).isEqualTo(written("a.jsonl")).isNotEqualTo(written("b.jsonl"));
    }

    private static String written(String file) throws Exception {
        return hash("[ { to: \"kamelet:bactrian-write-file-sink?file=" + file + "\" } ]", "shared", "inner");
    }
}
