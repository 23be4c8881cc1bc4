package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservationTest {
    private final Reservation reserved = new Reservation(0, 0);
    private long read;

    @Test
    void aSlowImportReservesFewRows() {
        for (int commit = 0; commit < 20; commit++) {
            assertThat(aheadAfterReading(1)).isEqualTo(Reservation.LEAST);
        }
    }

    @Test
    void aFastImportReservesFourTimesWhatItReadsBetweenTwoCommits() {
        assertThat(aheadAfterReading(50)).isEqualTo(200);
        assertThat(aheadAfterReading(100)).isEqualTo(400);
        assertThat(aheadAfterReading(100)).isEqualTo(400);
    }

    @Test
    void noImportReservesMoreThanTheMost() {
        assertThat(aheadAfterReading(10_000)).isEqualTo(Reservation.MOST);
    }

    @Test
    void anImportThatSlowsDownGivesRowsBack() {
        aheadAfterReading(100);

        assertThat(aheadAfterReading(0)).isEqualTo(200);
        assertThat(reserved.covers(read + 200)).isTrue();
        assertThat(reserved.covers(read + 201)).isFalse();
        assertThat(aheadAfterReading(0)).isEqualTo(100);
    }

    @Test
    void rowsThatAreGivenBackMustNotBeCalledThoughThatIsNotDurableYet() {
        aheadAfterReading(100);

        assertThat(reserved.extended(read)).isEqualTo(read + 200);

        assertThat(reserved.covers(read + 201)).isFalse();
    }

    @Test
    void moreIsReservedBeforeTheReaderHasToWaitAndOnlyOnce() {
        aheadAfterReading(0);

        assertThat(reserved.isShortAt(Reservation.LEAST / 2)).isFalse();
        assertThat(reserved.isShortAt(Reservation.LEAST / 2 + 1)).isTrue();
        read = Reservation.LEAST / 2 + 1;
        reserved.extended(read);
        assertThat(reserved.isShortAt(read + 1)).isFalse();
    }

    private long aheadAfterReading(long rows) {
        read += rows;
        long high = reserved.extended(read);
        reserved.committed();
        return high - read;
    }
}
