package io.github.bactrian.imports;

import io.github.bactrian.imports.CsvFile.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements on whole jobs. Each method is one transaction, durable when it returns. */
final class JobTable {
    /** Marks a job that was put down with nothing on the wire. */
    static final String CLEAN = "clean";

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

    /** Records a job that is about to be taken from the inbox. */
    void insert(Job job) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO job(id, import, file, work, sha256, bytes, parent, route_hash, status, started)"
                            + " VALUES (?,?,?,?,?,?,?,?,?,?)")) {
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
                        job.started().toEpochMilli());
                return insert.executeUpdate();
            }
        });
    }

    /** What a claimed job is about is known now, or what it stands at has changed. */
    void update(Job job, Status status) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE job SET sha256=?, bytes=?, parent=?, route_hash=?, status=? WHERE id=?")) {
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
    void plan(Job job, Status endsAs, @Nullable String reason) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE job SET status=?, ends_as=?, reason=? WHERE id=?")) {
                bind(update, Status.ENDING.word(), endsAs.word(), reason, job.id());
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

    /** The job that last imported these bytes to the end, or stopped on them. */
    Optional<Entry> lastWithContent(String importName, String sha256) throws LedgerException {
        return find(
                        "import = ? AND sha256 = ? AND status IN ('running', 'ending', 'stopped', 'done',"
                                + " 'done-with-rejects', 'done-with-unknown') ORDER BY started DESC, id DESC LIMIT 1",
                        importName,
                        sha256)
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

    /** Records how a job stands that nobody works on any more; its marks are no longer needed once it has ended. */
    void finish(Job job, Status status, @Nullable String reason, boolean byDecision, Instant at)
            throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE job SET status=?, reason=?, by_decision=?, finished=?, owner=NULL, lease_until=0 WHERE id=?")) {
                bind(update, status.word(), reason, byDecision, at.toEpochMilli(), job.id());
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

    /** Removes what a job no longer needs. */
    void discardMarks(Job job) throws IOException {
        Path directory = ledger.beside("").getParent();
        String prefix = ledger.beside("marks-" + job.id()).getFileName().toString();
        try (var files = Files.newDirectoryStream(directory, prefix + "*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
