package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
