package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aRefusalOfTheFirstCallsTeachesNothing() {
        Admission admission = new Admission(CallSettings.DEFAULT);
        Instant opens = NOON.plusSeconds(30);
        admission.refused(admission.admit(NOON), Optional.of(opens), NOON);
        admission.accepted(admission.admit(opens), Limits.NONE, opens);
        assertThat(admission.opens(8, opens)).isEqualTo(opens);
    }

    /** So many calls, one after the other, each 50 ms long; returns the time after the last. */
    private static Instant calls(Admission admission, int number, Duration apart, Instant from) {
        Instant at = from;
        for (int call = 0; call < number; call++, at = at.plus(apart)) {
            admission.accepted(admission.admit(at), Limits.NONE, at.plusMillis(50));
        }
        return at;
    }

    private static Instant refusedOnce(Admission admission, Instant at) {
        Instant opens = at.plusSeconds(1);
        admission.refused(admission.admit(at), Optional.of(opens), at);
        admission.accepted(admission.admit(opens), Limits.NONE, opens.plusMillis(50));
        return opens.plusMillis(50);
    }

    @Test
    void nothingIsLearnedFromCallsThatDidNotPressAgainstTheLimit() {
        Admission admission = new Admission(CallSettings.DEFAULT);
        Instant at = calls(admission, 20, Duration.ofSeconds(2), NOON);
        at = refusedOnce(admission, at);
        assertThat(admission.learned()).isEmpty();
        for (int call = 0; call < 20; call++, at = at.plusMillis(50)) {
            assertThat(admission.opens(1, at)).as("call %d", call).isEqualTo(at);
            admission.accepted(admission.admit(at), Limits.NONE, at.plusMillis(50));
        }
    }

    @Test
    void whatWasLearnedStaysWhenCallsThatDoNotPressAreRefused() {
        Admission admission = new Admission(CallSettings.DEFAULT);
        Instant at = calls(admission, 40, Duration.ofMillis(50), NOON);
        at = refusedOnce(admission, at);
        Optional<Pace> learned = admission.learned();
        assertThat(learned).isPresent();

        at = calls(admission, 20, Duration.ofSeconds(2), at.plusSeconds(10));
        refusedOnce(admission, at);

        assertThat(admission.learned()).isEqualTo(learned);
    }

    @Test
    void aRateThatIsSetOverrulesWhatCouldBeLearned() {
        Admission admission = new Admission(CallSettings.read(new Settings("call.", Map.of("rate", "100/s"))));
        refusedOnce(admission, calls(admission, 40, Duration.ofMillis(50), NOON));
        assertThat(admission.learned()).isEmpty();
    }

    @Test
    void aCallThatFailsWhileItTestsTheQuotaLeavesTheTestToAnother() {
        Admission admission = new Admission(CallSettings.DEFAULT);
        for (int call = 0; call < 4; call++) {
            admission.accepted(admission.admit(NOON), Limits.NONE, NOON);
        }
        Instant opens = NOON.plusSeconds(1);
        admission.refused(admission.admit(NOON), Optional.of(opens), NOON);
        admission.accepted(admission.admit(opens), Limits.NONE, opens);
        for (int call = 0; call < 3; call++) {
            admission.accepted(admission.admit(opens), Limits.NONE, opens);
        }
        Instant free = admission.opens(1, opens);
        assertThat(free).isEqualTo(opens.plusSeconds(1));
        Admission.Pass scout = admission.admit(free);
        assertThat(admission.opens(1, free)).isEqualTo(Instant.MAX);
        admission.failed(scout, free.plus(Duration.ofMillis(20)));
        assertThat(admission.opens(1, free.plusSeconds(1))).isBefore(Instant.MAX);
    }
}
