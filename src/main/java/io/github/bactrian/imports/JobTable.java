package io.github.bactrian.imports;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on whole jobs. Each method is one transaction, durable when it returns. */
final class JobTable {
    /** Marks a job that was put down with nothing on the wire. */
    static final String CLEAN = "clean";

    /** How long a process may take to bring a file into the work folder; it is not waited for once it is gone. */
    static final Duration CLAIM = Duration.ofHours(1);

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
     */
    record Entry(
            Job job,
            Status status,
            @Nullable String reason,
            boolean byDecision,
            @Nullable Status endsAs,
            Arrival arrival,
            @Nullable Hold hold) {}

    /** Records a job whose file this process brings into the work folder. */
    void insert(Job job, Owner self, Arrival arrival) throws LedgerException {
        ledger.ask(connection -> {
            insert(connection, job, self, arrival);
            return 0;
        });
    }

    /** The same within a transaction. */
    void insert(Connection connection, Job job, Owner self, Arrival arrival) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO job(id, import, file, work, sha256, bytes, parent, route_hash, status, started, owner,"
                        + " lease_until, arrival) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
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
                    job.started().plus(CLAIM).toEpochMilli(),
                    arrival.word());
            insert.executeUpdate();
        }
    }

    /** The file of a job has come; any process may begin it. */
    void offer(Job job) throws LedgerException {
        update("UPDATE job SET owner = NULL, lease_until = 0 WHERE id = ? AND status = 'claimed'", job.id());
    }

    /** What a claimed job is about is known now. */
    void identify(Job job, Status status) throws LedgerException {
        update(
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
        update("UPDATE job SET route_hash=? WHERE id=?", routeHash, job.id());
    }

    /** Whether somebody said that the job goes on though its route was changed. */
    boolean isChangeAccepted(Job job) throws LedgerException {
        return byId(job.id()).map(entry -> entry.job().routeHash().isEmpty()).orElse(false);
    }

    /** Adds to the time that processes worked on a job. */
    void addWorked(Job job, long millis) throws LedgerException {
        update("UPDATE job SET worked_ms = worked_ms + ? WHERE id = ?", millis, job.id());
    }

    /** Asks something of a job. */
    void setHold(Job job, Hold hold) throws LedgerException {
        update("UPDATE job SET hold = ? WHERE id = ?", hold.word(), job.id());
    }

    /** A stopped job does not go on by itself. */
    void setByDecision(Job job) throws LedgerException {
        update("UPDATE job SET by_decision = 1 WHERE id = ? AND status = 'stopped'", job.id());
    }

    /** A job goes on; one whose content was never read begins. */
    void resume(Job job, boolean acceptChange) throws LedgerException {
        update(
                "UPDATE job SET hold = NULL, reason = NULL, by_decision = 0,"
                        + " route_hash = CASE WHEN ? THEN '' ELSE route_hash END,"
                        + " status = CASE WHEN status <> 'stopped' THEN status WHEN sha256 = '' THEN 'claimed' ELSE 'running' END"
                        + " WHERE id = ?",
                acceptChange,
                job.id());
    }

    /** The files of a job that was settled agree with the ledger. */
    void refiled(Job job) throws LedgerException {
        update("UPDATE job SET refile = 0 WHERE id = ?", job.id());
    }

    /** The import's jobs that were settled, and whose files do not agree yet. */
    List<Entry> toBeRefiled(String importName) throws LedgerException {
        return find("import = ? AND refile = 1", importName);
    }

    /** Asks for the unknown rows of a job to be probed. */
    void askToProbe(Job job) throws LedgerException {
        update("UPDATE job SET refile = 2 WHERE id = ? AND refile = 0", job.id());
    }

    /** The import's jobs whose unknown rows are to be probed. */
    List<Entry> toBeProbed(String importName) throws LedgerException {
        return find("import = ? AND refile = 2", importName);
    }

    /** Tells others what an import's jobs wait for; null: nothing. */
    void setWaitsOfAll(String importName, @Nullable String waits) throws LedgerException {
        update(
                "UPDATE job SET waits = ? WHERE import = ? AND status IN ('claimed', 'running', 'ending') AND waits IS NOT ?",
                waits,
                importName,
                waits);
    }

    /** The import's jobs whose ending nobody was told of yet, oldest first. */
    List<Entry> untold(String importName) throws LedgerException {
        return find(
                "import = ? AND untold = 'end' AND status NOT IN ('claimed', 'running', 'ending') ORDER BY finished",
                importName);
    }

    /** Somebody was told of a job's ending, or nobody can be. */
    void told(Job job) throws LedgerException {
        update("UPDATE job SET untold = NULL WHERE id = ?", job.id());
    }

    /** Nobody is to be told of endings. */
    void toldAll(String importName) throws LedgerException {
        update("UPDATE job SET untold = NULL WHERE import = ? AND untold IS NOT NULL", importName);
    }

    /** The import's jobs that ended before a moment and have no unknown rows; their files are still there. */
    List<Entry> endedBefore(String importName, Instant moment) throws LedgerException {
        return find(
                "import = ? AND finished < ? AND cleared = 0 AND unknown = 0"
                        + " AND status NOT IN ('claimed', 'running', 'ending', 'stopped')",
                importName,
                moment.toEpochMilli());
    }

    /** A job's files are removed; what is known of single rows goes with them. */
    void cleared(Job job) throws LedgerException {
        ledger.ask(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM exc WHERE job = ?");
                    PreparedStatement update = connection.prepareStatement("UPDATE job SET cleared = 1 WHERE id = ?")) {
                bind(delete, job.id());
                bind(update, job.id());
                return delete.executeUpdate() + update.executeUpdate();
            }
        });
    }

    /** Records where files of an import are taken from. */
    void setDirectory(String importName, Path directory) throws LedgerException {
        update(
                "INSERT INTO import(name, directory) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET directory ="
                        + " excluded.directory WHERE directory <> excluded.directory",
                importName,
                directory.toString());
    }

    /** Tells others why files in an inbox are not taken, one sentence each. */
    void setWaiting(String importName, List<String> waiting) throws LedgerException {
        update("UPDATE import SET waits = ? WHERE name = ?", String.join("\n", waiting), importName);
    }

    /** All inboxes with what was last said of them. */
    List<InboxState> inboxes() throws LedgerException {
        return ledger.ask(connection -> {
            List<InboxState> inboxes = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM import ORDER BY name")) {
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    String waits = row.getString("waits");
                    List<String> waiting = waits == null || waits.isEmpty() ? List.of() : List.of(waits.split("\n"));
                    inboxes.add(new InboxState(row.getString("name"), Path.of(row.getString("directory")), waiting));
                }
            }
            return inboxes;
        });
    }

    /** Where files of an import are taken from; empty if no route ever consumed from it. */
    Optional<Path> directoryOf(String importName) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT directory FROM import WHERE name = ?")) {
                bind(select, importName);
                ResultSet row = select.executeQuery();
                return row.next() ? Optional.of(Path.of(row.getString(1))) : Optional.empty();
            }
        });
    }

    /** All ids, newest first. */
    List<String> ids() throws LedgerException {
        return ledger.ask(connection -> {
            List<String> ids = new ArrayList<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id FROM job ORDER BY started DESC, id DESC")) {
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        });
    }

    /** Tells others what a job waits for; null: nothing. */
    void setWaits(String job, @Nullable String waits) throws LedgerException {
        update("UPDATE job SET waits = ? WHERE id = ?", waits, job);
    }

    private int update(String statement, @Nullable Object... values) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(statement)) {
                bind(update, values);
                return update.executeUpdate();
            }
        });
    }

    /** All rows have ended; what is left is to put files in their places. */
    void plan(Job job, JobEnd end) throws LedgerException {
        update(
                "UPDATE job SET status=?, ends_as=?, reason=? WHERE id=?",
                Status.ENDING.word(),
                end.status().word(),
                end.reason(),
                job.id());
    }

    /** Forgets a job whose file was never taken, or turned out to belong to another job. */
    void delete(Job job) throws LedgerException {
        update("DELETE FROM job WHERE id=?", job.id());
    }

    /** The import's jobs that have not ended, oldest first. */
    List<Entry> unfinished(String importName) throws LedgerException {
        return find(
                "import = ? AND status IN ('claimed', 'running', 'ending', 'stopped') ORDER BY started, id",
                importName);
    }

    /** The import's jobs that have ended. */
    List<Entry> ended(String importName) throws LedgerException {
        return find("import = ? AND status NOT IN ('claimed', 'running', 'ending', 'stopped')", importName);
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
                            row.getString("ends_as") == null ? null : Status.of(row.getString("ends_as")),
                            Arrival.of(row.getString("arrival")),
                            Hold.of(row.getString("hold"))));
                }
            }
            return found;
        });
    }

    /** Records how a job stands that nobody works on any more: nothing of it is on the wire, and no row is reserved. */
    void finish(Job job, JobEnd end, Instant at) throws LedgerException {
        RowCounts rows = end.rows();
        update(
                "UPDATE job SET status=?, reason=?, by_decision=?, finished=?, done=?, rejected=?, skipped=?, unknown=?,"
                        + " owner=NULL, lease_until=0, high=MAX(read, doubt), boot=?, hold=NULL, waits=NULL, untold='end'"
                        + " WHERE id=?",
                end.status().word(),
                end.reason(),
                end.byDecision(),
                at.toEpochMilli(),
                rows.done(),
                rows.rejected(),
                rows.skipped(),
                rows.unknown(),
                CLEAN,
                job.id());
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

    /** The key of the HMAC that makes row ids. */
    byte[] secret() throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT value FROM secret")) {
                return select.executeQuery().getBytes(1);
            }
        });
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
