package io.github.bactrian.imports;

import java.util.Map;

/**
 * What a process left behind in its marks, as proven.
 *
 * @param ended how many rows of the job had durably ended
 * @param high rows up to here might be called
 * @param rows marks by row
 */
record MarksLeft(long ended, long high, Map<Long, Integer> rows) {

    /** Whether the ledger has lost what it said was durable. */
    boolean isAheadOf(RowCounts ledger, long ledgersHigh) {
        return ended > ledger.ended()
                || rows.entrySet().stream().anyMatch(mark -> mark.getKey() > ledgersHigh && mark.getValue() != 0);
    }
}
