package io.github.bactrian.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SpringPropertiesTest {

    private static Map<String, String> read(Map<String, Object> properties, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        environment.getPropertySources().addLast(new MapPropertySource("file", properties));
        ConfigurationPropertySources.attach(environment);
        return new SpringProperties(environment).all();
    }

    @Test
    void everySettingOfAProfileHasItsProperty() {
        assertThat(OAuthProfileProperties.settings())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                OAuth.settings().stream(),
                                AuthorizedHttp.callSettings().stream().map("call."::concat))
                        .toList());
    }

    @Test
    void settingsAreReadInSpringsManySpellings() {
        assertThat(read(
                        Map.of(
                                "oauth.graph.clientId", "a",
                                "oauth.graph.hosts[0]", "https://one.test",
                                "oauth.graph.hosts[1]", "https://two.test",
                                "oauth.graph.call.max-wait", "${wait:5m}"),
                        Map.of()))
                .isEqualTo(Map.of(
                        "oauth.graph.client-id", "a",
                        "oauth.graph.hosts", "https://one.test,https://two.test",
                        "oauth.graph.call.max-wait", "5m"));
    }

    @Test
    void aVariableSetsASettingOfAProfileThatIsWrittenDown() {
        assertThat(read(
                        Map.of("oauth.graph.client-id", "a"),
                        Map.of(
                                "OAUTH_GRAPH_CLIENT_SECRET", "s, e,cret",
                                "OAUTH_GRAPH_CALL_RATE", "20/s",
                                "OAUTH_OTHER_CLIENT_ID", "somebody else's")))
                .isEqualTo(Map.of(
                        "oauth.graph.client-id", "a",
                        "oauth.graph.client-secret", "s, e,cret",
                        "oauth.graph.call.rate", "20/s"));
    }

    @Test
    void aSettingThatDoesNotExistIsHandedOnToBeWarnedOf() {
        assertThat(read(Map.of("oauth.graph.client-id", "a", "oauth.graph.clinet-secret", "b"), Map.of()))
                .containsEntry("oauth.graph.clinet-secret", "");
    }

    @Test
    void otherThingsBelowOauthAreLeftAlone() {
        assertThat(read(
                        Map.of("oauth.enabled", "true", "oauth.profiles", "graph, vault", "oauth.graph.scope", "s"),
                        Map.of()))
                .isEqualTo(Map.of("oauth.profiles", "graph,vault", "oauth.graph.scope", "s"));
    }

    @Test
    void theirTextHasNoSecrets() {
        OAuthProfileProperties properties = new OAuthProfileProperties(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "the secret",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);

        assertThat(properties).hasToString("OAuthProfileProperties[client-secret]");
    }
}
