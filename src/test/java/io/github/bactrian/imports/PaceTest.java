package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final Pace pace = new Pace(8);

    @Test
    void asManyRowsMayStartAsAreAllowedInParallel() {
        assertThat(pace.mayStart(7, now)).isTrue();
        assertThat(pace.mayStart(8, now)).isFalse();
    }

    @Test
    void noRowStartsDuringAPauseAndOneAtItsEnd() {
        assertThat(pace.pause("busy", null, now)).isTrue();

        assertThat(pace.until()).isBetween(now.plusMillis(750), now.plusSeconds(1));
        assertThat(pace.mayStart(0, now)).isFalse();
        assertThat(pace.mayStart(0, pace.until())).isTrue();
        assertThat(pace.mayStart(1, pace.until())).isFalse();
        assertThat(pace.reason()).isEqualTo("busy");
    }

    @Test
    void rowsThatFailDuringAPauseDoNotLengthenIt() {
        pace.pause("busy", null, now);
        Instant until = pace.until();

        assertThat(pace.pause("still busy", null, now.plusMillis(100))).isFalse();

        assertThat(pace.until()).isEqualTo(until);
    }

    @Test
    void aPauseLastsAsLongAsTheServerSaysButNeverShorterThanItsOwn() {
        pace.pause("busy", now.plusSeconds(90), now);
        assertThat(pace.until()).isEqualTo(now.plusSeconds(90));

        pace.pause("busy", now.plusSeconds(30), now);
        assertThat(pace.until()).isEqualTo(now.plusSeconds(90));

        Pace other = new Pace(1);
        other.pause("busy", now.minusSeconds(90), now);
        assertThat(other.until()).isAfter(now.plusMillis(700));
    }

    @Test
    void eachProbeThatFailsDoublesTheWaitUpToAMinute() {
        pace.pause("busy", null, now);
        Instant at = now;
        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60, 60}) {
            at = pace.until();
            assertThat(pace.pause("busy", null, at)).isFalse();
            assertThat(Duration.between(at, pace.until()))
                    .isBetween(Duration.ofMillis(seconds * 750L), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void theTrialsOfAnOutageAreUpToAQuarterOfAnHourApart() {
        pace.outage("no answer", now);
        Instant at = now;
        for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
            at = pace.until();
            assertThat(pace.outage("no answer", at)).isFalse();
            assertThat(Duration.between(at, pace.until()))
                    .isBetween(Duration.ofMillis(seconds * 750L), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void onlyAnAnswerToATrialEndsAnOutage() {
        int before = pace.mark();
        pace.outage("no answer", now);

        assertThat(pace.succeeded(pace.mark())).isFalse();
        assertThat(pace.answered(before)).isFalse();
        assertThat(pace.answered(pace.mark())).isTrue();
        assertThat(pace.until()).isNull();
        pace.pause("busy", null, now);
        assertThat(pace.answered(pace.mark())).isFalse();
        assertThat(pace.succeeded(pace.mark())).isTrue();
    }

    @Test
    void onlyARowThatWasStartedAfterThePauseEndsIt() {
        int before = pace.mark();
        pace.pause("busy", null, now);
        int first = pace.mark();
        pace.pause("busy", null, pace.until());
        int second = pace.mark();

        assertThat(pace.succeeded(before)).isFalse();
        assertThat(pace.succeeded(first)).isFalse();
        assertThat(pace.until()).isNotNull();
        assertThat(pace.succeeded(second)).isTrue();
        assertThat(pace.until()).isNull();
        assertThat(pace.reason()).isNull();
        assertThat(pace.succeeded(second)).isFalse();
        assertThat(pace.mayStart(7, now)).isTrue();
    }

    @Test
    void theNextPauseBeginsShortAgain() {
        pace.pause("busy", null, now);
        pace.pause("busy", null, pace.until());
        pace.succeeded(pace.mark());

        pace.pause("busy", null, now);

        assertThat(pace.until()).isBeforeOrEqualTo(now.plusSeconds(1));
    }

    @Test
    void theLengthOfAPauseIsCountedFromItsFirstFailure() {
        pace.pause("busy", null, now);
        pace.pause("busy", null, now.plusSeconds(3600));

        assertThat(pace.pausedLongerThan(Duration.ofHours(1), now.plusSeconds(3600)))
                .isFalse();
        assertThat(pace.pausedLongerThan(Duration.ofHours(1), now.plusSeconds(3601)))
                .isTrue();
        pace.succeeded(pace.mark());
        assertThat(pace.pausedLongerThan(Duration.ofHours(1), now.plusSeconds(9999)))
                .isFalse();
    }
}
