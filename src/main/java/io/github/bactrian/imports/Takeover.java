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
    Optional<Taken> take(Job job) throws IOException {
        // before the job is taken: if that is impossible, nothing has changed
        CallMarks fresh = marks.create(job);
        Optional<Taken> taken = Optional.empty();
        try {
            taken = ledger.ask(connection -> take(connection, job, fresh));
            return taken;
        } finally {
            if (taken.isEmpty()) {
                MarksFiles.remove(fresh.file());
            }
        }
    }

    private Optional<Taken> take(Connection connection, Job job, CallMarks fresh) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
            Sql.bind(select, job.id());
            ResultSet row = select.executeQuery();
            return !row.next() || isHeld(row) ? Optional.empty() : Optional.of(take(connection, job, row, fresh));
        }
    }

    /** Makes this process the one that begins a job; false if another one, which lives as far as one can know, does. */
    boolean claim(Job job) throws LedgerException {
        String mine = "SELECT 1 FROM job WHERE id = ? AND status = 'claimed' AND owner = ? AND lease_until > ?";
        String free = "SELECT * FROM job WHERE id = ? AND status = 'claimed'";
        String claim = "UPDATE job SET owner = ?, lease_until = ? WHERE id = ?";
        long until = ledger.clock().instant().plus(JobTable.CLAIM).toEpochMilli();
        return ledger.ask(connection -> !Sql.select(
                                connection,
                                row -> true,
                                mine,
                                job.id(),
                                self.toString(),
                                ledger.clock().millis())
                        .isEmpty()
                || (Sql.select(connection, this::isHeld, free, job.id()).contains(false)
                        && Sql.update(connection, claim, self.toString(), until, job.id()) == 1));
    }

    /** Whether another process, which lives as far as one can know, works on the job. */
    boolean isHeldByAnother(Job job) throws LedgerException {
        return ledger.ask(connection -> Sql.select(connection, this::isHeld, "SELECT * FROM job WHERE id = ?", job.id())
                .contains(true));
    }

    private boolean isHeld(ResultSet row) throws SQLException {
        String owner = row.getString("owner");
        return owner != null
                && !owner.equals(self.toString())
                && row.getLong("lease_until") > ledger.clock().millis()
                && !Owner.parse(owner).isGone();
    }

    private Taken take(Connection connection, Job job, ResultSet row, CallMarks fresh) throws SQLException {
        long fence = row.getLong("fence");
        long high = row.getLong("high");
        long doubt = row.getLong("doubt");
        if (row.getString("status").equals(Status.CLAIMED.word())) {
            JobTable.identify(connection, job, Status.RUNNING);
        }
        String boot = row.getString("boot");
        NavigableSet<Long> open = RowRanges.read(row.getString("open"));
        Map<Long, Past> before = Past.all(connection, job.id());
        Recovery recovery = new Recovery(row.getLong("read"), open, 0, 0, List.of(), before);
        if (boot != null && !boot.equals(JobTable.CLEAN)) {
            MarksLeft left = boot.equals(Owner.boot())
                    ? MarksFiles.left(row.getString("marks")).orElse(null)
                    : null;
            if (left == null) {
                doubt = high;
            } else {
                if (left.isAheadOf(counts(row), high)) {
                    // a disk that said it had written what it had not
                    high = Math.max(high, left.high());
                    doubt = high;
                }
                recovery = Recovery.of(row.getLong("read"), high, open, left.rows(), before);
            }
        }
        for (Recovery.Ended ended : recovery.ended()) {
            ExceptionalRows.insert(connection, job.id(), ended.row(), ended.outcome(), ended.reason(), null);
        }
        for (Map.Entry<Long, Past> past : recovery.pasts().entrySet()) {
            past.getValue().write(connection, job.id(), past.getKey());
        }
        RowCounts known = counts(row);
        RowCounts rows = new RowCounts(
                recovery.read(),
                known.done() + recovery.done(),
                known.rejected() + recovery.ended().size(),
                known.skipped() + recovery.skipped(),
                known.unknown());
        Receipt.Calls calls = new Receipt.Calls(
                row.getLong("sent"), row.getLong("throttled"), row.getLong("renewed"), row.getLong("waited_ms"));
        long leaseUntil = ledger.clock().instant().plus(Owner.LEASE).toEpochMilli();
        Position position = row.getObject("at_record") == null
                ? null
                : new Position(row.getLong("at_record"), row.getLong("at_offset"), row.getLong("at_line"));
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE job SET owner=?, lease_until=?, fence=?, boot=?, marks=?, high=?, read=?, open=?, doubt=?, done=?, rejected=?,"
                        + " skipped=?, unknown=?, status='running', ends_as=NULL,"
                        + " reason=NULL WHERE id=?")) {
            Sql.bind(
                    update,
                    self.toString(),
                    leaseUntil,
                    fence + 1,
                    Owner.boot(),
                    fresh.file() == null ? null : fresh.file().toString(),
                    high,
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
                recovery.pasts(),
                fresh,
                unknownKeys(connection, job.id()));
    }

    private static RowCounts counts(ResultSet row) throws SQLException {
        return new RowCounts(
                row.getLong("read"),
                row.getLong("done"),
                row.getLong("rejected"),
                row.getLong("skipped"),
                row.getLong("unknown"));
    }

    private static Set<String> unknownKeys(Connection connection, String job) throws SQLException {
        Set<String> keys = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT key FROM exc WHERE job = ? AND kind = 'unknown' AND key IS NOT NULL")) {
            Sql.bind(select, job);
            ResultSet row = select.executeQuery();
            while (row.next()) {
                keys.add(row.getString(1));
            }
        }
        return keys;
    }

    /**
     * Settles the open rows of a job whose file cannot be read any more: unknown if they may have been called, else rejected.
     *
     * @return the counts after that
     */
    RowCounts abandon(Job job, Taken taken, String reason) throws LedgerException {
        NavigableSet<Long> open = new TreeSet<>(taken.open());
        for (long row = taken.read() + 1; row <= taken.doubt(); row++) {
            open.add(row);
        }
        List<Recovery.Ended> ended =
                open.stream().map(row -> abandoned(row, taken, reason)).toList();
        long unknown =
                ended.stream().filter(row -> row.outcome() == Outcome.UNKNOWN).count();
        ledger.ask(connection -> {
            for (Recovery.Ended row : ended) {
                ExceptionalRows.insert(connection, job.id(), row.row(), row.outcome(), row.reason(), null);
                Past.forget(connection, job.id(), row.row());
            }
            return ended.size();
        });
        RowCounts rows = taken.rows();
        return new RowCounts(
                Math.max(taken.read(), taken.doubt()),
                rows.done(),
                rows.rejected() + ended.size() - unknown,
                rows.skipped(),
                rows.unknown() + unknown);
    }

    private static Recovery.Ended abandoned(long row, Taken taken, String reason) {
        String doubt = taken.pasts().getOrDefault(row, Past.NONE).doubt();
        boolean unknown = doubt != null || row <= taken.doubt();
        String cause = "not completed: " + reason;
        return new Recovery.Ended(
                row, unknown ? Outcome.UNKNOWN : Outcome.REJECTED, doubt == null ? cause : doubt + "; " + cause);
    }
}
