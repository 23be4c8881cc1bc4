package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an API writes into the headers that hold calls back, it neither fails nor holds them for longer than a week. */
class AnswerHeadersFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private static final List<String> NAMES = List.of(
            "RateLimit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "x-ms-throttle-limit-percentage",
            "Date");

    private static final List<String> PIECES = List.of(
            "0",
            "1",
            "30",
            "-",
            "9223372036854775807",
            "99999999999",
            "1795348830",
            ".",
            ",",
            ";",
            "=",
            " ",
            "\t",
            "\"",
            "r=",
            "t=",
            "remaining=",
            "reset=",
            "e308",
            "NaN",
            "Infinity",
            "٣",
            "Sun, 22 Nov 2026 12:00:30 GMT",
            "Sun, 22 Nov 9999999 12:00:30 GMT",
            "+0000",
            "\0",
            "ä");

    private static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(200);
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> random.nextInt(4) == 0
                        ? Character.toString(random.nextInt(0x3000))
                        : PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatAnAnswerSaysIsReadOrIgnored(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            BasicHttpResponse response = new BasicHttpResponse(200);
            NAMES.stream().filter(name -> random.nextBoolean()).forEach(name -> response.addHeader(name, text(random)));
            Limits limits = Limits.of(response, NOW);
            assertThat(limits.remaining().orElse(0))
                    .as("%s", response.headerIterator())
                    .isNotNegative();
            limits.reset().ifPresent(reset -> assertThat(reset).isPositive().isLessThanOrEqualTo(WEEK));
            assertThat(limits.used()).isBetween(0.0, 10_000.0);
            if (limits.isNear()) {
                assertThat(limits.relief()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatRetryAfterSaysIsAWaitOrNothing(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            RetryAfter.read(text(random), random.nextBoolean() ? text(random) : null, NOW)
                    .ifPresent(end ->
                            assertThat(Duration.between(NOW, end)).isPositive().isLessThanOrEqualTo(WEEK));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRefusalIsFollowedByAtLeastTheBackoffUnlessTheApiNamesATime(long seed) {
        Admission admission = new Admission(CallSettings.DEFAULT);
        Random random = new Random(seed);
        Instant now = NOW;
        for (int failures = 1; failures < 15; failures++) {
            Instant until = RetryAfter.read(text(random), null, now).orElse(null);
            admission.refused(admission.admit(now), Optional.ofNullable(until), now);
            Duration wait = Duration.between(now, admission.opens(1, now));
            long backoff = Math.min(300, 1L << (failures - 1));
            if (until == null) {
                assertThat(wait).isBetween(Duration.ofSeconds(backoff), Duration.ofMillis(backoff * 1200 + 1));
            } else {
                assertThat(wait).isEqualTo(Duration.between(now, until));
            }
            now = admission.opens(1, now);
        }
    }
}
