package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void secondsCountFromNow() {
        assertThat(RetryAfter.read(" 30 ", null, NOW)).contains(NOW.plusSeconds(30));
    }

    @Test
    void aDateIsJudgedByTheServersClock() {
        assertThat(RetryAfter.read("Sun, 22 Nov 2026 10:00:20 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", NOW))
                .contains(NOW.plusSeconds(20));
    }

    @Test
    void withoutTheServersClockOurOwnServes() {
        assertThat(RetryAfter.read("Sun, 22 Nov 2026 12:01:00 GMT", null, NOW)).contains(NOW.plusSeconds(60));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "0", "-5", "abc", "1.5", "99999999999", "604801", "30, 60", "Sun, 22 Nov 2020 12:00:00 GMT"})
    void anythingElseIsNothingToGoBy(String value) {
        assertThat(RetryAfter.read(value, null, NOW)).isEmpty();
    }
}
