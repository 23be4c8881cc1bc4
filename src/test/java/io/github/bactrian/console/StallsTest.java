package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import io.github.bactrian.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {
    private final SettableClock clock = new SettableClock();
    private final Stalls stalls = new Stalls(clock);

    @Test
    void aJobIsIdleSinceARowLastEnded() {
        stalls.add(List.of(job("running", 5)));
        clock.advance(Duration.ofMinutes(3));
        stalls.add(List.of(job("running", 6)));
        clock.advance(Duration.ofMinutes(2));
        stalls.add(List.of(job("running", 6)));

        assertThat(stalls.all()).singleElement().satisfies(one -> assertThat(one.idle())
                .isEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void aPauseIsNoStallAndStartsTheTimeAnew() {
        stalls.add(List.of(job("running", 5)));
        clock.advance(Duration.ofMinutes(30));
        stalls.add(List.of(job("paused", 5)));
        assertThat(stalls.all()).isEmpty();

        stalls.add(List.of(job("running", 5)));
        assertThat(stalls.all()).singleElement().satisfies(one -> assertThat(one.idle())
                .isZero());
    }

    private static JobProgress job(String state, long done) {
        RowCounts rows = new RowCounts(done, done, 0, 0, 0);
        return new JobProgress("users", "job", "users.csv", state, 100, 10, 0, rows, Instant.EPOCH, null, null);
    }
}
