package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How a process becomes the holder of a job, and settles what the last one left open. */
final class Takeover {
    private final Ledger ledger;
    private final MarksFiles marks;
    private final Owner self;

    Takeover(Ledger ledger, Owner self) {
        this.ledger = ledger;
        this.marks = new MarksFiles(ledger);
        this.self = self;
    }

    /**
     * Takes a job up: makes this process its holder and settles what the last one left open.
     *
     * @return empty if a process that lives, as far as one can know, holds it
     */
    Optional<Taken> take(Job job) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
                JobTable.bind(select, job.id());
                ResultSet row = select.executeQuery();
                return !row.next() || isHeld(row) ? Optional.empty() : Optional.of(take(connection, job, row));
            }
        });
    }

    /** Whether another process, which lives as far as one can know, works on the job. */
    boolean isHeldByAnother(Job job) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
                JobTable.bind(select, job.id());
                ResultSet row = select.executeQuery();
                return row.next() && isHeld(row);
            }
        });
    }

    private boolean isHeld(ResultSet row) throws SQLException {
        String owner = row.getString("owner");
        return owner != null
                && !owner.equals(self.toString())
                && row.getLong("lease_until") > ledger.clock().millis()
                && !Owner.parse(owner).isGone();
    }

    private Taken take(Connection connection, Job job, ResultSet row) throws SQLException {
        long fence = row.getLong("fence");
        long high = row.getLong("high");
        long doubt = row.getLong("doubt");
        String boot = row.getString("boot");
        NavigableSet<Long> open = RowRanges.read(row.getString("open"));
        Recovery recovery = new Recovery(row.getLong("read"), open, 0, 0, List.of());
        if (boot != null && !boot.equals(JobTable.CLEAN)) {
            if (boot.equals(Owner.boot()) && !boot.isEmpty()) {
                recovery = Recovery.of(row.getLong("read"), high, open, marksLeft(job, fence));
            } else {
                doubt = high;
            }
        }
        for (Recovery.Ended ended : recovery.ended()) {
            ExceptionalRows.insert(connection, job.id(), ended.row(), ended.outcome(), ended.reason(), null);
        }
        long rejected = recovery.ended().stream()
                .filter(ended -> ended.outcome() == Outcome.REJECTED)
                .count();
        RowCounts rows = new RowCounts(
                recovery.read(),
                row.getLong("done") + recovery.done(),
                row.getLong("rejected") + rejected,
                row.getLong("skipped") + recovery.skipped(),
                row.getLong("unknown") + recovery.ended().size() - rejected);
        Receipt.Calls calls = new Receipt.Calls(
                row.getLong("sent"), row.getLong("throttled"), row.getLong("renewed"), row.getLong("waited_ms"));
        long leaseUntil = ledger.clock().instant().plus(Owner.LEASE).toEpochMilli();
        Position position = row.getObject("at_record") == null
                ? null
                : new Position(row.getLong("at_record"), row.getLong("at_offset"), row.getLong("at_line"));
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE job SET owner=?, lease_until=?, fence=?, boot=?, read=?, open=?, doubt=?, done=?, rejected=?,"
                        + " skipped=?, unknown=?, status='running', ends_as=NULL,"
                        + " reason=NULL WHERE id=?")) {
            JobTable.bind(
                    update,
                    self.toString(),
                    leaseUntil,
                    fence + 1,
                    Owner.boot(),
                    recovery.read(),
                    RowRanges.write(recovery.open()),
                    doubt,
                    rows.done(),
                    rows.rejected(),
                    rows.skipped(),
                    rows.unknown(),
                    job.id());
            update.executeUpdate();
        }
        Set<Long> keyless = new HashSet<>();
        Set<String> blockedKeys = new HashSet<>();
        unknownKeys(connection, job.id(), keyless, blockedKeys);
        return new Taken(
                fence + 1,
                leaseUntil,
                high,
                recovery.read(),
                recovery.open(),
                doubt,
                position,
                rows,
                calls,
                keyless,
                blockedKeys);
    }

    private static void unknownKeys(Connection connection, String job, Set<Long> keyless, Set<String> blocked)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT row, key FROM exc WHERE job = ? AND kind = 'unknown'")) {
            JobTable.bind(select, job);
            ResultSet row = select.executeQuery();
            while (row.next()) {
                String key = row.getString("key");
                if (key == null) {
                    keyless.add(row.getLong("row"));
                } else {
                    blocked.add(key);
                }
            }
        }
    }

    /**
     * Settles the open rows of a job whose file cannot be read any more: unknown if they may have been called when power
     * was lost, else rejected.
     *
     * @return the counts after that
     */
    RowCounts abandon(Job job, Taken taken, String reason) throws LedgerException {
        NavigableSet<Long> open = new TreeSet<>(taken.open());
        for (long row = taken.read() + 1; row <= taken.doubt(); row++) {
            open.add(row);
        }
        long inDoubt = open.headSet(taken.doubt(), true).size();
        ledger.ask(connection -> {
            for (long row : open) {
                Outcome outcome = row <= taken.doubt() ? Outcome.UNKNOWN : Outcome.REJECTED;
                ExceptionalRows.insert(connection, job.id(), row, outcome, "not completed: " + reason, null);
            }
            return open.size();
        });
        RowCounts rows = taken.rows();
        return new RowCounts(
                Math.max(taken.read(), taken.doubt()),
                rows.done(),
                rows.rejected() + open.size() - inDoubt,
                rows.skipped(),
                rows.unknown() + inDoubt);
    }

    private Map<Long, Integer> marksLeft(Job job, long fence) throws SQLException {
        try {
            return marks.left(job, fence);
        } catch (IOException e) {
            throw new SQLException("the marks of job " + job.id() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
