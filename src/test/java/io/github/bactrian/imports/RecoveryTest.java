package io.github.bactrian.imports;

import static io.github.bactrian.imports.CallMarks.ACTED;
import static io.github.bactrian.imports.CallMarks.RUNNING;
import static io.github.bactrian.imports.CallMarks.SAFE_ON_WIRE;
import static io.github.bactrian.imports.CallMarks.UNSAFE_ON_WIRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {

    @ParameterizedTest
    @CsvSource({
        "0,",
        SAFE_ON_WIRE + ",",
        UNSAFE_ON_WIRE + ",sent",
        (SAFE_ON_WIRE | UNSAFE_ON_WIRE) + ",sent",
        ACTED + ",answered",
        (ACTED | SAFE_ON_WIRE) + ",answered",
    })
    void aRowThatHadNotEndedStaysOpenAndIsInDoubtIfItMayHaveActed(int marks, @Nullable String doubt) {
        Recovery recovery = recovery(Map.of(5L, marks), Map.of());

        assertThat(recovery.open()).isEqualTo(open(5L));
        if (doubt == null) {
            assertThat(recovery.pasts()).isEmpty();
        } else {
            assertThat(recovery.pasts().get(5L).doubt()).contains("a call was " + doubt);
            assertThat(recovery.pasts().get(5L).doubts()).isEqualTo(1);
        }
    }

    @Test
    void aRowThatRanWithoutACallOnTheWireIsASuspect() {
        assertThat(recovery(Map.of(5L, RUNNING), Map.of()).pasts()).containsOnly(Map.entry(5L, new Past(null, 0, 1)));
        assertThat(recovery(Map.of(5L, RUNNING | SAFE_ON_WIRE), Map.of()).pasts())
                .isEmpty();
        assertThat(recovery(Map.of(5L, RUNNING | ACTED), Map.of()).pasts().get(5L))
                .returns(true, Past::isSuspect);
        assertThat(recovery(Map.of(5L, CallMarks.ended(Outcome.REJECTED, RUNNING)), Map.of())
                        .pasts())
                .isEmpty();
    }

    @Test
    void aRowIsSetAsideWhenTheProcessDiedTwiceOfItTheSecondTimeWithNoOtherRunning() {
        Past once = recovery(Map.of(5L, RUNNING), Map.of()).pasts().get(5L);
        assertThat(once.decided()).isNull();

        Past twice = recovery(Map.of(5L, RUNNING), Map.of(5L, once)).pasts().get(5L);
        assertThat(twice.decided().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(twice.decided().reason())
                .contains(
                        "the process died twice while this row ran, the second time with no other, before a call of it was sent");
        Past doubted =
                recovery(Map.of(5L, RUNNING | ACTED), Map.of(5L, once)).pasts().get(5L);
        assertThat(doubted.decided().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void rowsThatRanBesideOthersWhenTheProcessDiedAreNeverSetAsideForThat() {
        Map<Long, Past> pasts = Map.of();
        for (int death = 0; death < 5; death++) {
            pasts = Recovery.of(6, 64, open(5L, 6L), Map.of(5L, RUNNING, 6L, RUNNING), pasts)
                    .pasts();
        }

        Past suspect = new Past(null, 0, 1);
        assertThat(pasts).containsOnly(Map.entry(5L, suspect), Map.entry(6L, suspect));
        assertThat(suspect.isSuspect()).isTrue();
        assertThat(suspect.decided()).isNull();
        assertThat(Recovery.of(6, 64, open(5L, 6L), Map.of(5L, RUNNING, 6L, 0), pasts)
                        .pasts()
                        .values())
                .as("alone, after others were beside it")
                .filteredOn(past -> past.decided() != null)
                .hasSize(1);
    }

    @Test
    void aRowInDoubtStaysInDoubtWhateverItsMarksSay() {
        Past doubted = Past.NONE.doubted("no answer");

        assertThat(recovery(Map.of(5L, ACTED), Map.of(5L, doubted)).pasts()).containsOnly(Map.entry(5L, doubted));
        assertThat(recovery(Map.of(5L, 0), Map.of(5L, doubted)).pasts()).containsOnly(Map.entry(5L, doubted));
        assertThat(recovery(Map.of(), Map.of(5L, doubted)).pasts()).containsOnly(Map.entry(5L, doubted));
        assertThat(recovery(Map.of(5L, UNSAFE_ON_WIRE), Map.of(5L, doubted))
                        .pasts()
                        .get(5L)
                        .doubts())
                .as("it was run again, and sent again")
                .isEqualTo(2);
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
                        6L, CallMarks.ended(Outcome.REJECTED, 0)),
                Map.of(1L, Past.NONE.doubted("no answer")));

        assertThat(recovery.done()).isEqualTo(2);
        assertThat(recovery.skipped()).isEqualTo(1);
        assertThat(recovery.ended())
                .extracting(Recovery.Ended::row, Recovery.Ended::outcome)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(5L, Outcome.REJECTED));
        assertThat(recovery.open())
                .as("a reject without effect is run again for its reason")
                .containsExactly(4L, 6L);
        assertThat(recovery.pasts()).containsOnlyKeys(4L);
    }

    @Test
    void rowsThatWereReadSinceTheLastCommitAreOpen() {
        Recovery recovery =
                Recovery.of(10, 64, open(7L), Map.of(13L, 0, 12L, CallMarks.ended(Outcome.DONE, ACTED)), Map.of());

        assertThat(recovery.read()).isEqualTo(13);
        assertThat(recovery.open()).containsExactly(7L, 11L, 13L);
        assertThat(recovery.done()).isEqualTo(1);
    }

    @Test
    void marksOfRowsThatEndedDurablyOrWereNeverReservedMeanNothing() {
        Recovery recovery = Recovery.of(10, 64, open(7L), Map.of(9L, UNSAFE_ON_WIRE, 65L, UNSAFE_ON_WIRE), Map.of());

        assertThat(recovery).isEqualTo(new Recovery(10, open(7L), 0, 0, List.of(), Map.of()));
    }

    private static Recovery recovery(Map<Long, Integer> marks, Map<Long, Past> before) {
        return Recovery.of(5, 64, open(5L), marks, before);
    }

    private static NavigableSet<Long> open(Long... rows) {
        return new TreeSet<>(List.of(rows));
    }
}
