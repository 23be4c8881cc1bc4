package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    /** So many that, left to chance, hundreds would be alike. */
    private static final int MANY = 200_000;

    @Test
    void noTwoJobsOfOneSecondHaveOneName() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");

        assertThat(IntStream.range(0, MANY).mapToObj(i -> JobIds.next(now)).distinct())
                .hasSize(MANY)
                .allMatch(id -> id.matches("20261122T120000-[0-9a-z]{5}"));
    }
}
