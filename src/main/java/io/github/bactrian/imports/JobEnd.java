package io.github.bactrian.imports;

import org.jspecify.annotations.Nullable;

/**
 * What a job came to.
 *
 * @param reason why it did not simply end, null for done
 * @param byDecision whether a stopped job goes on only if somebody says so
 */
record JobEnd(Status status, @Nullable String reason, boolean byDecision, RowCounts rows, Receipt.Calls calls) {
    private static final RowCounts NO_ROWS = new RowCounts(0, 0, 0, 0, 0);
    private static final Receipt.Calls NO_CALLS = new Receipt.Calls(0, 0, 0, 0);

    /** The end of a job that never ran a row. */
    static JobEnd withoutRows(Status status, String reason) {
        return new JobEnd(status, reason, false, NO_ROWS, NO_CALLS);
    }

    /** In a stopped job, rows that were read and have not ended count as not read, so that the counts add up. */
    JobEnd {
        if (status == Status.STOPPED) {
            rows = new RowCounts(rows.ended(), rows.done(), rows.rejected(), rows.skipped(), rows.unknown());
        }
    }
}
