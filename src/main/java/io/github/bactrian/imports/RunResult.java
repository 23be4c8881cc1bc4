package io.github.bactrian.imports;

import org.jspecify.annotations.Nullable;

/**
 * How a run of a job came to its end.
 *
 * @param status null if the process stops, and the job is to be taken up again
 * @param byDecision whether it goes on only if somebody says so
 * @param clean whether nothing is on the wire
 */
record RunResult(@Nullable Status status, @Nullable String reason, boolean byDecision, boolean clean) {

    static RunResult putDown(boolean clean) {
        return new RunResult(null, null, false, clean);
    }

    static RunResult stopped(Steering.Stopped stop) {
        return new RunResult(Status.STOPPED, stop.reason(), stop.byDecision(), true);
    }

    /** Whether all rows have ended that could be read. */
    boolean isEnd() {
        return status != null && status != Status.STOPPED;
    }

    /** All rows have ended that could be read. */
    static RunResult ended(RowCounts rows, @Nullable String unreadable) {
        if (unreadable != null) {
            return new RunResult(Status.INCOMPLETE, unreadable, false, true);
        }
        return new RunResult(status(rows), rows.read() == 0 ? "the file holds no rows" : null, false, true);
    }

    private static Status status(RowCounts rows) {
        if (rows.unknown() > 0) {
            return Status.DONE_WITH_UNKNOWN;
        }
        return rows.rejected() > 0 ? Status.DONE_WITH_REJECTS : Status.DONE;
    }
}
