package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    private static final List<String> KNOWN = List.of("client-id", "client-secret", "scope");

    @Test
    void aTypingErrorIsForgiven() {
        assertThat(NearestName.of("cleint-secret", KNOWN)).contains("client-secret");
        assertThat(NearestName.of("scopes", KNOWN)).contains("scope");
    }

    @Test
    void somethingElseIsNotGuessedAt() {
        assertThat(NearestName.of("timeout", KNOWN)).isEmpty();
        assertThat(NearestName.hint("timeout", KNOWN)).isEqualTo("known are client-id, client-secret, scope");
    }
}
