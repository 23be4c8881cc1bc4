package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
        return ledger.ask(connection -> {
            List<Recovery.Ended> rows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT row, kind, reason FROM exc WHERE job = ? AND row > ? ORDER BY row LIMIT ?")) {
                JobTable.bind(select, job.id(), behind, limit);
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    rows.add(new Recovery.Ended(row.getLong(1), Outcome.of(row.getString(2)), row.getString(3)));
                }
            }
            return rows;
        });
    }

    /** The job's unknown rows. */
    List<Long> unknown(Job job) throws LedgerException {
        return ledger.ask(connection -> {
            List<Long> rows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT row FROM exc WHERE job = ? AND kind = 'unknown' ORDER BY row")) {
                JobTable.bind(select, job.id());
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    rows.add(row.getLong(1));
                }
            }
            return rows;
        });
    }

    /** How many rows of a job have a reason like this. */
    long count(Job job, String reason) throws LedgerException {
        return ledger.ask(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT COUNT(*) FROM exc WHERE job = ? AND reason LIKE ?")) {
                JobTable.bind(select, job.id(), reason);
                return select.executeQuery().getLong(1);
            }
        });
    }

    /** @param key a hash of the row's key; null if it has none, or none is known yet */
    static void insert(
            Connection connection, String job, long row, Outcome outcome, String reason, @Nullable String key)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO exc(job, row, kind, reason, key) VALUES (?,?,?,?,?)")) {
            JobTable.bind(insert, job, row, outcome.word(), reason, key);
            insert.executeUpdate();
        }
    }
}
