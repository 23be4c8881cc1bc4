package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from the ledger how jobs stand. */
final class JobStates {
    /** With whether a job has begun with other routes than those that its import had at its last start. */
    private static final String SELECT =
            "SELECT job.*, EXISTS (SELECT 1 FROM import WHERE name = job.import AND route_hash <> job.route_hash"
                    + " AND job.route_hash <> '' AND job.read > 0) AS changed FROM job";

    private final Ledger ledger;

    JobStates(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All jobs, newest first. */
    List<JobState> all() throws LedgerException {
        return read(SELECT + " ORDER BY started DESC, id DESC");
    }

    JobState one(String id) throws LedgerException {
        return read(SELECT + " WHERE id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> new LedgerException("Job " + id + " is not in the ledger any more", null));
    }

    Receipt receipt(String id) throws LedgerException {
        return one(id).receipt();
    }

    /** Whether the rest of a job would run through other routes than its first rows. */
    boolean isRouteChanged(Job job) throws LedgerException {
        return ledger.ask(connection ->
                        Sql.select(connection, row -> row.getBoolean("changed"), SELECT + " WHERE id = ?", job.id()))
                .contains(true);
    }

    private List<JobState> read(String select, Object... values) throws LedgerException {
        return ledger.ask(connection -> {
            List<JobState> states = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                Sql.bind(statement, values);
                ResultSet row = statement.executeQuery();
                while (row.next()) {
                    states.add(state(row));
                }
            }
            return states;
        });
    }

    /** Within a transaction. */
    Receipt receipt(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
            Sql.bind(statement, id);
            return receipt(statement.executeQuery());
        }
    }

    private JobState state(ResultSet row) throws SQLException {
        Receipt receipt = receipt(row);
        Status status = Status.of(receipt.status());
        long read = status.isFinal() ? receipt.bytes() : row.getLong("at_offset");
        int percent = receipt.bytes() == 0 ? (status.isFinal() ? 100 : 0) : (int) (100 * read / receipt.bytes());
        return new JobState(
                receipt, percent, standing(row, status, receipt), waitsFor(row, status, receipt), List.of());
    }

    private static Receipt receipt(ResultSet row) throws SQLException {
        // rows that were read and have not ended do not count, so that the sum holds at any moment
        RowCounts ended = new RowCounts(
                0, row.getLong("done"), row.getLong("rejected"), row.getLong("skipped"), row.getLong("unknown"));
        return new Receipt(
                row.getString("import"),
                row.getString("id"),
                row.getString("file"),
                row.getString("sha256"),
                row.getLong("bytes"),
                row.getString("parent"),
                row.getString("status"),
                new RowCounts(ended.ended(), ended.done(), ended.rejected(), ended.skipped(), ended.unknown()),
                Instant.ofEpochMilli(row.getLong("started")),
                row.getObject("finished") == null ? null : Instant.ofEpochMilli(row.getLong("finished")),
                row.getLong("worked_ms"),
                new Receipt.Calls(
                        row.getLong("sent"),
                        row.getLong("throttled"),
                        row.getLong("renewed"),
                        row.getLong("waited_ms")),
                row.getString("reason"),
                row.getString("route_hash"));
    }

    private JobStanding standing(ResultSet row, Status status, Receipt receipt) throws SQLException {
        if (status.isFinal()) {
            return receipt.rows().unknown() == 0
                    ? JobStanding.ENDED
                    : row.getInt("refile") == 2 ? JobStanding.PROBING : JobStanding.UNSETTLED;
        }
        Hold hold = Hold.of(row.getString("hold"));
        if (isWorkedOn(row)) {
            return hold == null ? JobStanding.WORKING : JobStanding.STOPPING;
        }
        if (hold == Hold.PAUSE) {
            return JobStanding.HELD;
        }
        return status == Status.STOPPED ? JobStanding.STOPPED : JobStanding.WAITING;
    }

    private @Nullable String waitsFor(ResultSet row, Status status, Receipt receipt) throws SQLException {
        String id = receipt.job();
        if (status.isFinal()) {
            return receipt.rows().unknown() == 0
                    ? null
                    : row.getInt("refile") == 2
                            ? "its unknown rows to be probed, by a running daemon or at its next start"
                            : "a decision on its "
                                    + Settling.unknownRows(receipt.rows().unknown())
                                    + ": bactrian jobs settle "
                                    + id + " --probe | --done | --resend";
        }
        Hold hold = Hold.of(row.getString("hold"));
        boolean worked = isWorkedOn(row);
        if (hold != null && worked) {
            return "its rows in flight to end; then it is " + (hold == Hold.PAUSE ? "paused" : "stopped");
        }
        if (hold == Hold.PAUSE) {
            return "somebody to let it go on: bactrian jobs resume " + id;
        }
        if (status == Status.STOPPED) {
            return awaited(row, receipt) + "bactrian jobs resume "
                    + (row.getBoolean("changed") ? "--accept-change " : "") + id;
        }
        return worked || row.getString("waits") != null
                ? row.getString("waits")
                : "its turn, or for a daemon to be started";
    }

    private static String awaited(ResultSet row, Receipt receipt) throws SQLException {
        if (row.getBoolean("by_decision")) {
            return "somebody to look, and then: ";
        }
        return JobRun.ROUTE_CHANGED.equals(receipt.reason())
                ? "its route to be changed back; it goes on at the next start, or with the new route: "
                : "the fault to be mended; it goes on at the next start, or with: ";
    }

    /** Whether a process works on the job, this one included. */
    boolean isWorkedOn(Job job) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
                Sql.bind(statement, job.id());
                return isWorkedOn(statement.executeQuery());
            }
        });
    }

    /** Whether a process, which lives as far as one can know, works on the job. */
    private boolean isWorkedOn(ResultSet row) throws SQLException {
        String owner = row.getString("owner");
        return owner != null
                && !row.getString("status").equals(Status.CLAIMED.word())
                && row.getLong("lease_until") > ledger.clock().millis()
                && !Owner.parse(owner).isGone();
    }
}
