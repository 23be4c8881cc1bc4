package io.github.bactrian.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileKeysTest {

    private final List<String> warnings = new ArrayList<>();

    private Map<String, String> known(Map<String, String> properties) {
        return new ProfileKeys(properties).known(warnings::add);
    }

    @Test
    void aSettingThatDoesNotExistIsWarnedOfAndLeftOut() {
        assertThat(known(Map.of("oauth.graph.client-id", "a", "oauth.graph.clinet-secret", "b")))
                .containsOnlyKeys("oauth.graph.client-id");

        assertThat(warnings)
                .containsExactly("oauth.graph.clinet-secret is left out: there is no such setting of a profile;"
                        + " did you mean 'client-secret'?");
    }

    @Test
    void settingsOfCallsAreKnown() {
        assertThat(known(Map.of("oauth.graph.call.rate", "20/s"))).containsOnlyKeys("oauth.graph.call.rate");
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatOtherPartsOfAnApplicationKnowIsTheirs() {
        assertThat(known(Map.of(
                        "oauth.enabled", "true",
                        "oauth.google.client-id", "theirs",
                        "oauth.profiles", "graph, vault",
                        "oauth.graph.client-id", "ours")))
                .containsOnlyKeys("oauth.graph.client-id");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aVariableOverridesASettingOfAProfileThatIsNamed() {
        ProfileKeys keys = new ProfileKeys(Map.of("oauth.graph.client-id", "file", "oauth.enabled", "true"));

        assertThat(keys.withVariables(Map.of(
                        "OAUTH_GRAPH_CLIENT_ID", "variable",
                        "OAUTH_GRAPH_CALL_MAX_IN_FLIGHT", "4",
                        "OAUTH_OTHER_CLIENT_ID", "none of ours")))
                .containsOnly(
                        Map.entry("oauth.graph.client-id", "variable"),
                        Map.entry("oauth.graph.call.max-in-flight", "4"),
                        Map.entry("oauth.enabled", "true"));
    }
}
