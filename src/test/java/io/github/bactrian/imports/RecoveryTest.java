package io.github.bactrian.imports;

import static io.github.bactrian.imports.CallMarks.ACTED;
import static io.github.bactrian.imports.CallMarks.SAFE_ON_WIRE;
import static io.github.bactrian.imports.CallMarks.UNSAFE_ON_WIRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {

    @ParameterizedTest
    @CsvSource({
        "0,",
        SAFE_ON_WIRE + ",",
        UNSAFE_ON_WIRE + ",UNKNOWN",
        (SAFE_ON_WIRE | UNSAFE_ON_WIRE) + ",UNKNOWN",
        ACTED + ",UNKNOWN",
        (ACTED | SAFE_ON_WIRE) + ",UNKNOWN",
    })
    void aRowThatHadNotEndedIsRunAgainUnlessItMayHaveActed(int marks, Outcome outcome) {
        Recovery recovery = Recovery.of(5, 64, open(5L), Map.of(5L, marks));

        assertThat(recovery.open()).isEqualTo(outcome == null ? open(5L) : open());
        assertThat(recovery.ended())
                .extracting(Recovery.Ended::outcome)
                .isEqualTo(outcome == null ? List.of() : List.of(outcome));
    }

    @Test
    void aRowThatHadEndedKeepsItsOutcome() {
        Recovery recovery = Recovery.of(
                6,
                64,
                open(1L, 2L, 3L, 4L, 5L, 6L),
                Map.of(
                        1L, CallMarks.ended(Outcome.DONE, ACTED),
                        2L, CallMarks.ended(Outcome.DONE, 0),
                        3L, CallMarks.ended(Outcome.SKIPPED, 0),
                        4L, CallMarks.ended(Outcome.UNKNOWN, UNSAFE_ON_WIRE),
                        5L, CallMarks.ended(Outcome.REJECTED, ACTED),
                        6L, CallMarks.ended(Outcome.REJECTED, 0)));

        assertThat(recovery.done()).isEqualTo(2);
        assertThat(recovery.skipped()).isEqualTo(1);
        assertThat(recovery.ended())
                .extracting(Recovery.Ended::row, Recovery.Ended::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(4L, Outcome.UNKNOWN),
                        org.assertj.core.groups.Tuple.tuple(5L, Outcome.REJECTED));
        assertThat(recovery.open())
                .as("a reject without effect is run again for its reason")
                .containsExactly(6L);
    }

    @Test
    void rowsThatWereReadSinceTheLastCommitAreOpen() {
        Recovery recovery = Recovery.of(10, 64, open(7L), Map.of(13L, 0, 12L, CallMarks.ended(Outcome.DONE, ACTED)));

        assertThat(recovery.read()).isEqualTo(13);
        assertThat(recovery.open()).containsExactly(7L, 11L, 13L);
        assertThat(recovery.done()).isEqualTo(1);
    }

    @Test
    void marksOfRowsThatEndedDurablyOrWereNeverReservedMeanNothing() {
        Recovery recovery = Recovery.of(10, 64, open(7L), Map.of(9L, UNSAFE_ON_WIRE, 65L, UNSAFE_ON_WIRE));

        assertThat(recovery).isEqualTo(new Recovery(10, open(7L), 0, 0, List.of()));
    }

    private static NavigableSet<Long> open(Long... rows) {
        return new TreeSet<>(List.of(rows));
    }
}
