package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on rejected and unknown rows, the only rows that the ledger knows one by one. */
final class ExceptionalRows {
    private final Ledger ledger;

    ExceptionalRows(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Up to {@code limit} rejected and unknown rows behind a row. */
    List<Recovery.Ended> behind(Job job, long behind, int limit) throws LedgerException {
        return ledger.ask(connection -> Sql.select(
                connection,
                row -> new Recovery.Ended(row.getLong(1), Outcome.of(row.getString(2)), row.getString(3)),
                "SELECT row, kind, reason FROM exc WHERE job = ? AND row > ? ORDER BY row LIMIT ?",
                job.id(),
                behind,
                limit));
    }

    /** The job's unknown rows. */
    List<Long> unknown(Job job) throws LedgerException {
        return ledger.ask(connection -> Sql.select(
                connection,
                row -> row.getLong(1),
                "SELECT row FROM exc WHERE job = ? AND kind = 'unknown' ORDER BY row",
                job.id()));
    }

    /** How many rows of a job have a reason like this. */
    long count(Job job, String reason) throws LedgerException {
        return ledger.ask(connection -> Sql.select(
                        connection,
                        row -> row.getLong(1),
                        "SELECT COUNT(*) FROM exc WHERE job = ? AND reason LIKE ?",
                        job.id(),
                        reason))
                .get(0);
    }

    /** @param key a hash of the row's key; null if it has none, or none is known yet */
    static void insert(
            Connection connection, String job, long row, Outcome outcome, String reason, @Nullable String key)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO exc(job, row, kind, reason, key) VALUES (?,?,?,?,?)",
                job,
                row,
                outcome.word(),
                reason,
                key);
    }
}
