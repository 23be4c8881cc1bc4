package io.github.bactrian.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    private final Placeholders placeholders =
            new Placeholders(Map.of("host", "api", "url", "https://{{host}}:{{port:443}}"));

    @Test
    void aKeyIsReplacedByItsValueAndAnUnknownOneByItsDefault() {
        assertThat(placeholders.resolveFully("{{url}}/v1")).isEqualTo("https://api:443/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault:api-key", "env:API_KEY", "sys:user.home", "bean:ids.next"})
    void aFunctionIsLeftToCamelAndItsArgumentIsNoDefault(String function) {
        assertThat(placeholders.resolveFully("{{" + function + "}} of {{host}}"))
                .isEqualTo("{{" + function + "}} of api");
    }
}
