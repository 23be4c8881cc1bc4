package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static Limits limits(String... headers) {
        BasicHttpResponse response = new BasicHttpResponse(200);
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        return Limits.of(response, NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"default\";r=0;t=30",
                "limit=100, remaining=0, reset=30",
                "\"hour\";r=900;t=3000, \"second\";r=0;t=30",
                "\"default\";t=30;r=0"
            })
    void theFieldIsReadInItsFormsAndTheNearestPolicyCounts(String value) {
        Limits limits = limits("RateLimit", value, "RateLimit-Policy", "\"default\";q=100;w=60");
        assertThat(limits.remaining()).hasValue(0);
        assertThat(limits.reset()).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "RateLimit, 30",
        "X-RateLimit, 30",
        "X-Rate-Limit, 30",
        "RateLimit, 1795348830",
        "X-RateLimit, 1795348830"
    })
    void separateFieldsCountSecondsFromNowOrFrom1970(String prefix, String reset) {
        Limits limits = limits(prefix + "-Limit", "100", prefix + "-Remaining", "0", prefix + "-Reset", reset);
        assertThat(limits.isUsedUp()).isTrue();
        assertThat(limits.reset()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aPointInTimeIsJudgedByTheServersClock() {
        assertThat(limits(
                                "Date",
                                "Sun, 22 Nov 2026 11:00:00 GMT",
                                "RateLimit-Remaining",
                                "0",
                                "RateLimit-Reset",
                                "1795345230")
                        .reset())
                .contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-5", "abc", "1.5", "604801", "999999999999", "99999999999999999999", "1000000001"})
    void resetsThatMakeNoSenseAreNotSaid(String reset) {
        Limits limits = limits("RateLimit-Remaining", "0", "RateLimit-Reset", reset);
        assertThat(limits.reset()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "99999999999", "5, 0"})
    void remaindersThatMakeNoSenseAreNotSaid(String remaining) {
        assertThat(limits("RateLimit-Remaining", remaining, "RateLimit-Reset", "30"))
                .isEqualTo(Limits.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0.8, true", "0.95, true", "1.2, true", "0.79, false", "-1, false", "NaN, false", "much, false"})
    void theThrottlePercentageWarnsFromFourFifthsOn(String percentage, boolean near) {
        assertThat(limits("x-ms-throttle-limit-percentage", percentage).isNear())
                .isEqualTo(near);
    }

    @Test
    void theNearerTheLimitTheLongerTheRelief() {
        assertThat(limits("x-ms-throttle-limit-percentage", "0.9").relief())
                .isBetween(Duration.ofMillis(499), Duration.ofMillis(501));
        assertThat(limits("x-ms-throttle-limit-percentage", "7.5").relief()).isEqualTo(Duration.ofSeconds(1));
    }
}
