package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedSet;

/**
 * How far a job has come, as one row of the ledger holds it.
 *
 * @param high rows up to here may be called
 * @param open rows that were read and have not ended
 * @param next where reading starts after a restart
 * @param worked milliseconds since the last one
 */
record Checkpoint(long high, RowCounts rows, SortedSet<Long> open, Position next, Receipt.Calls calls, long worked) {

    /** Writes it and renews the lease; false if the job is another process' now, and nothing was changed. */
    boolean write(Connection connection, Job job, Lease lease) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE job SET high=?, read=?, open=?, at_record=?, at_offset=?, at_line=?, done=?, rejected=?,"
                                + " skipped=?, unknown=?, sent=?, throttled=?, renewed=?, waited_ms=?,"
                                + " worked_ms=worked_ms+?, lease_until=?"
                                + " WHERE id=? AND fence=?",
                        high,
                        rows.read(),
                        RowRanges.write(open),
                        next.record(),
                        next.offset(),
                        next.line(),
                        rows.done(),
                        rows.rejected(),
                        rows.skipped(),
                        rows.unknown(),
                        calls.sent(),
                        calls.throttled(),
                        calls.tokenRenewals(),
                        calls.waitedMs(),
                        worked,
                        lease.renewed(),
                        job.id(),
                        lease.fence())
                > 0;
    }
}
