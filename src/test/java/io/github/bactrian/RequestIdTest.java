package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestIdTest {

    @Test
    void theApisOwnIdIsNamedWhateverTheCaseOfItsHeader() {
        assertThat(RequestId.in(Map.of("Request-Id", "7c1f-42", "client-request-id", "mine")))
                .isEqualTo(" (request-id 7c1f-42)");
        assertThat(RequestId.in(Map.of("X-Correlation-ID", "abc"))).isEqualTo(" (x-correlation-id abc)");
    }

    @Test
    void whatIsNoIdIsNotShown() {
        assertThat(RequestId.in(null)).isEmpty();
        assertThat(RequestId.in(Map.of("Date", "today"))).isEmpty();
        assertThat(RequestId.in(Map.of("request-id", "a text, perhaps of the row")))
                .isEmpty();
    }
}
