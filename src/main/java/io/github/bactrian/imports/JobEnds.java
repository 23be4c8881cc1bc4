package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Records how jobs end, unless another process has taken them up meanwhile. Each method is one transaction, durable when it
 * returns.
 */
final class JobEnds {
    private final Ledger ledger;

    JobEnds(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * All rows have ended; what is left is to put files in their places.
     *
     * @param fence under which the job was worked on
     * @throws LedgerException if another process has taken it up since; nothing is changed then
     */
    void plan(Job job, long fence, JobEnd end) throws LedgerException {
        requireOne(job, ledger.ask(connection -> plan(connection, job, fence, end)));
    }

    /** The same within a transaction; 0 if another process has taken it up since. */
    static int plan(Connection connection, Job job, long fence, JobEnd end) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE job SET status=?, ends_as=?, reason=? WHERE id=? AND fence=?",
                Status.ENDING.word(),
                end.status().word(),
                end.reason(),
                job.id(),
                fence);
    }

    /**
     * Records how a job stands that nobody works on any more: nothing of it is on the wire, and no row is reserved.
     *
     * @param fence under which the job was worked on
     * @throws LedgerException if another process has taken it up since; nothing is changed then
     */
    void finish(Job job, long fence, JobEnd end, Instant at) throws LedgerException {
        RowCounts rows = end.rows();
        requireOne(
                job,
                ledger.update(
                        "UPDATE job SET status=?, reason=?, by_decision=?, finished=?, done=?, rejected=?, skipped=?,"
                                + " unknown=?, owner=NULL, lease_until=0, high=MAX(read, doubt), boot=?, hold=NULL,"
                                + " waits=NULL, untold='end' WHERE id=? AND fence=?",
                        end.status().word(),
                        end.reason(),
                        end.byDecision(),
                        at.toEpochMilli(),
                        rows.done(),
                        rows.rejected(),
                        rows.skipped(),
                        rows.unknown(),
                        JobTable.CLEAN,
                        job.id(),
                        fence));
    }

    private static void requireOne(Job job, int changed) throws LedgerException {
        if (changed == 0) {
            throw LedgerException.passing(
                    "Another process has taken up job " + job.id() + "; its end is not recorded here");
        }
    }
}
