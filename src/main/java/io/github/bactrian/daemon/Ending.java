package io.github.bactrian.daemon;

import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import java.time.Duration;
import java.time.Instant;

/** How a job ended, in words. */
final class Ending {
    private Ending() {}

    /** {@code users: users.csv done-with-rejects: 2,000 rows in 1:40, 1,993 done, 7 rejected}. */
    static String of(JobProgress job, Instant now) {
        String reason = job.holdReason() == null ? "" : " (" + job.holdReason() + ")";
        return job.importName() + "  " + job.file() + "  " + job.state() + reason + ": "
                + Words.rows(job.rows().read()) + " in "
                + Words.time(Duration.between(job.started(), now)) + counts(job.rows());
    }

    /** {@code , 1,993 done, 7 rejected}; what is zero is left out. */
    static String counts(RowCounts rows) {
        return part(rows.done(), "done")
                + part(rows.rejected(), "rejected")
                + part(rows.skipped(), "skipped")
                + part(rows.unknown(), "unknown");
    }

    private static String part(long count, String outcome) {
        return count == 0 ? "" : ", " + Words.count(count) + " " + outcome;
    }
}
