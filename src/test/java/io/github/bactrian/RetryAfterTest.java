package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({
        "20.0, 20000",
        "20., 20000",
        "0.5, 500",
        "1.2345, 1235",
        "'30, 60', 60000",
        "'30,30', 30000",
        "'Sunday, 22-Nov-26 12:00:20 GMT', 20000",
        "'Sun, 22-Nov-2026 12:00:20 GMT', 20000",
        "Sun Nov 22 12:00:20 2026, 20000",
        "'  Sun  Nov 22  12:00:20 2026 ', 20000",
        "'sun, 22 nov 2026 12:00:20 gmt', 20000"
    })
    void decimalsListsAndObsoleteDatesAreObeyed(String value, long millis) {
        assertThat(RetryAfter.read(value, null, NOW)).contains(NOW.plusMillis(millis));
    }

    @Test
    void aDayOfOneDigitIsReadInTheFormOfAsctime() {
        assertThat(RetryAfter.date("Sun Nov  6 08:49:37 1994")).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "0",
                "0.0",
                "-5",
                "-1.5",
                "+5",
                "abc",
                "20s",
                "1e3",
                ".",
                "1.5.2",
                "30, soon",
                "99999999999",
                "604801",
                "604800.001",
                "999999999999999999",
                "99999999999999999999",
                "Sun, 22 Nov 2020 12:00:00 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sunday"
            })
    void anythingElseIsNothingToGoBy(String value) {
        assertThat(RetryAfter.read(value, null, NOW)).isEmpty();
    }
}
