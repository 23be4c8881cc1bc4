package io.github.bactrian.imports;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs of the ledger, from their claim to their end. Each method is one transaction, durable when it returns. */
final class JobTable {
    /** Marks a job that was put down with nothing on the wire. */
    static final String CLEAN = "clean";

    /** How long a process may take to bring a file into the work folder; it is not waited for once it is gone. */
    static final Duration CLAIM = Duration.ofHours(1);

    private static final String AT_WORK = "('claimed', 'running', 'ending')";
    private static final String UNFINISHED = "('claimed', 'running', 'ending', 'stopped')";

    private final Ledger ledger;

    JobTable(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A job with its standing.
     *
     * @param byDecision whether a stopped job goes on only if somebody says so
     * @param endsAs how an ending job will have ended, null if that is not known yet
     * @param hold what somebody asked for, null if it is to go on
     * @param fence grows whenever a process takes the job up
     */
    record Entry(
            Job job,
            Status status,
            @Nullable String reason,
            boolean byDecision,
            @Nullable Status endsAs,
            Arrival arrival,
            @Nullable Hold hold,
            long fence) {

        private static Entry of(ResultSet row) throws SQLException {
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
            String endsAs = row.getString("ends_as");
            return new Entry(
                    job,
                    Status.of(row.getString("status")),
                    row.getString("reason"),
                    row.getBoolean("by_decision"),
                    endsAs == null ? null : Status.of(endsAs),
                    Arrival.of(row.getString("arrival")),
                    Hold.of(row.getString("hold")),
                    row.getLong("fence"));
        }
    }

    /** Records a job whose file this process brings into the work folder. */
    void insert(Job job, Owner self, Arrival arrival) throws LedgerException {
        insert(List.of(job), self, arrival);
    }

    /** The same for several, in this order. */
    void insert(List<Job> jobs, Owner self, Arrival arrival) throws LedgerException {
        ledger.ask(connection -> {
            int inserted = 0;
            for (Job job : jobs) {
                inserted += insert(connection, job, self, arrival);
            }
            return inserted;
        });
    }

    /** The same within a transaction. */
    int insert(Connection connection, Job job, Owner self, Arrival arrival) throws SQLException {
        return Sql.update(
                connection,
                "INSERT INTO job(id, import, file, work, sha256, bytes, parent, route_hash, status, started, owner,"
                        + " lease_until, arrival) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
                job.started().plus(CLAIM).toEpochMilli(),
                arrival.word());
    }

    /** The file of a job has come; any process may begin it. */
    void offer(Job job) throws LedgerException {
        ledger.update("UPDATE job SET owner = NULL, lease_until = 0 WHERE id = ? AND status = 'claimed'", job.id());
    }

    /** What a claimed job is about is known now. */
    void identify(Job job, Status status) throws LedgerException {
        ledger.ask(connection -> identify(connection, job, status));
    }

    /** The same within a transaction. */
    static int identify(Connection connection, Job job, Status status) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE job SET sha256=?, bytes=?, parent=?, route_hash=?, status=?, lease_until=0 WHERE id=?",
                job.sha256(),
                job.bytes(),
                job.parent(),
                job.routeHash(),
                status.word(),
                job.id());
    }

    /** The job's rows run through routes with this hash from now on. */
    void setRouteHash(Job job, String routeHash) throws LedgerException {
        ledger.update("UPDATE job SET route_hash=? WHERE id=?", routeHash, job.id());
    }

    /** Tells others what a job waits for; null: nothing. */
    void setWaits(String job, @Nullable String waits) throws LedgerException {
        ledger.update("UPDATE job SET waits = ? WHERE id = ?", waits, job);
    }

    /** Tells others what an import's jobs wait for; null: nothing. */
    void setWaitsOfAll(String importName, @Nullable String waits) throws LedgerException {
        ledger.update(
                "UPDATE job SET waits = ? WHERE import = ? AND status IN " + AT_WORK + " AND waits IS NOT ?",
                waits,
                importName,
                waits);
    }

    /** Forgets a job whose file was never taken, or turned out to belong to another job. */
    void delete(Job job) throws LedgerException {
        ledger.update("DELETE FROM job WHERE id=?", job.id());
    }

    /** The job of this id. */
    Optional<Entry> byId(String id) throws LedgerException {
        return find("id = ?", id).stream().findFirst();
    }

    /** The import's jobs that have neither ended nor stopped, oldest first. */
    List<Entry> atWork(String importName) throws LedgerException {
        return find("import = ? AND status IN " + AT_WORK + " ORDER BY started, rowid", importName);
    }

    /** The import's jobs that have not ended, oldest first. */
    List<Entry> unfinished(String importName) throws LedgerException {
        return find("import = ? AND status IN " + UNFINISHED + " ORDER BY started, rowid", importName);
    }

    /** The import's jobs that have ended. */
    List<Entry> ended(String importName) throws LedgerException {
        return find("import = ? AND status NOT IN " + UNFINISHED, importName);
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

    /** Jobs for which an SQL condition holds. */
    List<Entry> find(String condition, Object... values) throws LedgerException {
        return ledger.ask(
                connection -> Sql.select(connection, Entry::of, "SELECT * FROM job WHERE " + condition, values));
    }
}
