package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntraErrorsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                7000215, 7000222, 7000218, 900144, 700016, 7000229, 700011, 7000112, 70001, 700025, 700027, 7000274,
                700024, 1000502, 7000214, 7000277, 700030, 50012, 50048, 70011, 1002012, 28002, 700022, 700023, 500011,
                50001, 650057, 650056, 65001, 50105, 501051, 90002, 50059, 9001023, 50194, 90038, 900382, 50049, 53003,
                50196, 90055, 50033, 90006, 90012, 90024, 90033, 100007, 70021, 700211, 700213, 700212, 7002138, 700229,
                50011
            })
    void aNumberThatDaemonsMeetHasCauseFixAndWorthOfAnotherAttempt(int number) {
        assertThat(EntraErrors.explanation("AADSTS" + number + ": Something failed."))
                .matches(" Cause: [^|]{10,}\\. Fix: [^|]{4,}\\. Asking again [a-z ]+\\.");
    }

    @Test
    void anotherNumberIsNotExplained() {
        assertThat(EntraErrors.explanation("AADSTS1: x")).isEmpty();
        assertThat(EntraErrors.explanation("AADSTS70002150: x")).isEmpty();
    }
}
