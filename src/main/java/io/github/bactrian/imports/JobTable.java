package io.github.bactrian.imports;

import io.github.bactrian.imports.CsvFile.Position;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on whole jobs. Each method is one transaction, durable when it returns. */
final class JobTable {
    private static final Logger LOG = LoggerFactory.getLogger(JobTable.class);

    /** Marks a job that was put down with nothing on the wire. */
    static final String CLEAN = "clean";

    /** How long a process may take to bring a file into the work folder; it is not waited for once it is gone. */
    private static final Duration CLAIM = Duration.ofHours(1);

    private final Ledger ledger;

    JobTable(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A job with its standing.
     *
     * @param byDecision whether a stopped job goes on only if somebody says so
     * @param endsAs how an ending job will have ended, null if that is not known yet
     */
    record Entry(
            Job job,
            Status status,
            @Nullable String reason,
            boolean byDecision,
            @Nullable Status endsAs) {}

    /** Records a job whose file this process is about to take. */
    void insert(Job job, Owner self) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO job(id, import, file, work, sha256, bytes, parent, route_hash, status, started, owner,"
                            + " lease_until) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")) {
                bind(
                        insert,
                        job.id(),
                        job.importName(),
                        job.file(),
                        job.work().toString(),
                        job.sha256(),
                        job.bytes(),
                        job.parent(),
                        job.routeHash(),
                        Status.CLAIMED.word(),
                        job.started().toEpochMilli(),
                        self.toString(),
                        job.started().plus(CLAIM).toEpochMilli());
                return insert.executeUpdate();
            }
        });
    }

    /** What a claimed job is about is known now. */
    void identify(Job job, Status status) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE job SET sha256=?, bytes=?, parent=?, route_hash=?, status=?, lease_until=0 WHERE id=?")) {
                bind(update, job.sha256(), job.bytes(), job.parent(), job.routeHash(), status.word(), job.id());
                return update.executeUpdate();
            }
        });
    }

    /** The job's rows run through routes with this hash from now on. */
    void setRouteHash(Job job, String routeHash) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE job SET route_hash=? WHERE id=?")) {
                bind(update, routeHash, job.id());
                return update.executeUpdate();
            }
        });
    }

    /** All rows have ended; what is left is to put files in their places. */
    void plan(Job job, JobEnd end) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE job SET status=?, ends_as=?, reason=? WHERE id=?")) {
                bind(update, Status.ENDING.word(), end.status().word(), end.reason(), job.id());
                return update.executeUpdate();
            }
        });
    }

    /** Forgets a job whose file was never taken, or turned out to belong to another job. */
    void delete(Job job) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM job WHERE id=?")) {
                bind(delete, job.id());
                return delete.executeUpdate();
            }
        });
    }

    /** The import's jobs that have not ended, oldest first. */
    List<Entry> unfinished(String importName) throws LedgerException {
        return find(
                "import = ? AND status IN ('claimed', 'running', 'ending', 'stopped') ORDER BY started, id",
                importName);
    }

    /** The other job that last imported these bytes to the end, or is not finished with them. */
    Optional<Entry> lastWithContent(Job job) throws LedgerException {
        return find(
                        "import = ? AND sha256 = ? AND id <> ? AND status IN ('running', 'ending', 'stopped', 'done',"
                                + " 'done-with-rejects', 'done-with-unknown')"
                                + " AND COALESCE(ends_as, '') NOT IN ('skipped', 'failed')"
                                + " ORDER BY started DESC, id DESC LIMIT 1",
                        job.importName(),
                        job.sha256(),
                        job.id())
                .stream()
                .findFirst();
    }

    /** The job of this id. */
    Optional<Entry> byId(String id) throws LedgerException {
        return find("id = ?", id).stream().findFirst();
    }

    private List<Entry> find(String condition, Object... values) throws LedgerException {
        return ledger.ask(connection -> {
            List<Entry> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM job WHERE " + condition)) {
                bind(select, values);
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    Job job = new Job(
                            row.getString("id"),
                            row.getString("import"),
                            row.getString("file"),
                            Path.of(row.getString("work")),
                            row.getString("sha256"),
                            row.getLong("bytes"),
                            row.getString("parent"),
                            row.getString("route_hash"),
                            Instant.ofEpochMilli(row.getLong("started")));
                    found.add(new Entry(
                            job,
                            Status.of(row.getString("status")),
                            row.getString("reason"),
                            row.getBoolean("by_decision"),
                            row.getString("ends_as") == null ? null : Status.of(row.getString("ends_as"))));
                }
            }
            return found;
        });
    }

    /**
     * Takes a job up: makes this process its holder and settles what the last one left open.
     *
     * @return empty if a process that lives, as far as one can know, holds it
     */
    Optional<Taken> take(Job job, Owner self) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
                bind(select, job.id());
                ResultSet row = select.executeQuery();
                return !row.next() || isHeld(row, self)
                        ? Optional.empty()
                        : Optional.of(take(connection, job, row, self));
            }
        });
    }

    /** Whether another process, which lives as far as one can know, works on the job. */
    boolean isHeldByAnother(Job job, Owner self) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
                bind(select, job.id());
                ResultSet row = select.executeQuery();
                return row.next() && isHeld(row, self);
            }
        });
    }

    private boolean isHeld(ResultSet row, Owner self) throws SQLException {
        String owner = row.getString("owner");
        return owner != null
                && !owner.equals(self.toString())
                && row.getLong("lease_until") > ledger.clock().millis()
                && !Owner.parse(owner).isGone();
    }

    private Taken take(Connection connection, Job job, ResultSet row, Owner self) throws SQLException {
        long fence = row.getLong("fence");
        long high = row.getLong("high");
        long doubt = row.getLong("doubt");
        String boot = row.getString("boot");
        NavigableSet<Long> open = RowRanges.read(row.getString("open"));
        Recovery recovery = new Recovery(row.getLong("read"), open, 0, 0, List.of());
        if (boot != null && !boot.equals(CLEAN)) {
            if (boot.equals(Owner.boot()) && !boot.isEmpty()) {
                recovery = Recovery.of(row.getLong("read"), high, open, marksLeft(job, fence));
            } else {
                doubt = high;
            }
        }
        for (Recovery.Ended ended : recovery.ended()) {
            insertExceptional(connection, job.id(), ended.row(), ended.outcome(), ended.reason(), null);
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
            bind(
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
            bind(select, job);
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

    private java.util.Map<Long, Integer> marksLeft(Job job, long fence) throws SQLException {
        try {
            return CallMarks.left(marksFile(job, fence));
        } catch (IOException e) {
            throw new SQLException("the marks of job " + job.id() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where the holder with this fence keeps the marks of its rows. */
    Path marksFile(Job job, long fence) {
        return ledger.beside("marks-" + job.id() + "-" + fence);
    }

    /** Records how a job stands that nobody works on any more: nothing of it is on the wire, and no row is reserved. */
    void finish(Job job, JobEnd end, Instant at) throws LedgerException {
        finish(job, end.status(), end.reason(), end.byDecision(), at);
    }

    /** Records the end of a job whose files are in their places already. */
    void finish(Job job, Status status, @Nullable String reason, Instant at) throws LedgerException {
        finish(job, status, reason, false, at);
    }

    private void finish(Job job, Status status, @Nullable String reason, boolean byDecision, Instant at)
            throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE job SET status=?, reason=?, by_decision=?, finished=?, owner=NULL, lease_until=0,"
                            + " high=MAX(read, doubt), boot=? WHERE id=?")) {
                bind(update, status.word(), reason, byDecision, at.toEpochMilli(), CLEAN, job.id());
                return update.executeUpdate();
            }
        });
    }

    /** Up to {@code limit} rejected and unknown rows behind a row. */
    List<Recovery.Ended> exceptional(Job job, long behind, int limit) throws LedgerException {
        return ledger.ask(connection -> {
            List<Recovery.Ended> rows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT row, kind, reason FROM exc WHERE job = ? AND row > ? ORDER BY row LIMIT ?")) {
                bind(select, job.id(), behind, limit);
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    rows.add(new Recovery.Ended(row.getLong(1), Outcome.of(row.getString(2)), row.getString(3)));
                }
            }
            return rows;
        });
    }

    /** The hash of the file from which a job's rows come first: that of its parent's parent, and so on. */
    String rootSha256(Job job) throws LedgerException {
        Job root = job;
        for (int generation = 0; root.parent() != null && generation < 1000; generation++) {
            Optional<Entry> parent = byId(root.parent());
            if (parent.isEmpty()) {
                break;
            }
            root = parent.get().job();
        }
        return root.sha256();
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
                insertExceptional(connection, job.id(), row, outcome, "not completed: " + reason, null);
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

    /** The key of the HMAC that makes row ids. */
    byte[] secret() throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT value FROM secret")) {
                return select.executeQuery().getBytes(1);
            }
        });
    }

    static void insertExceptional(
            Connection connection, String job, long row, Outcome outcome, String reason, @Nullable String key)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO exc(job, row, kind, reason, key) VALUES (?,?,?,?,?)")) {
            bind(insert, job, row, outcome.word(), reason, key);
            insert.executeUpdate();
        }
    }

    /** Records the key of a row that was found unknown before its content was read. */
    static void setKey(Connection connection, String job, long row, String key) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE exc SET key = ? WHERE job = ? AND row = ?")) {
            bind(update, key, job, row);
            update.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Removes what a job no longer needs; what cannot be removed now is harmless, and goes with {@link #sweepMarks}. */
    void discardMarks(Job job) throws IOException {
        removeMarks("marks-" + job.id());
    }

    /** Removes the marks of all jobs of an import that have ended. */
    void sweepMarks(String importName) throws IOException {
        for (Entry ended :
                find("import = ? AND status NOT IN ('claimed', 'running', 'ending', 'stopped')", importName)) {
            removeMarks("marks-" + ended.job().id());
        }
    }

    private void removeMarks(String prefix) throws IOException {
        Path start = ledger.beside(prefix);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Folders.of(start), start.getFileName() + "*")) {
            for (Path file : files) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // Windows does not delete a file that is still mapped
                    LOG.debug("{} is removed later: {}", file, e.toString());
                }
            }
        }
    }
}
