package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/** Durable transactions on one connection; for one thread. */
final class Transactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Connection connection;
    private final Commits commits;

    /** @param connection in auto-commit mode */
    Transactions(Connection connection, Commits commits) {
        this.connection = connection;
        this.commits = commits;
    }

    /**
     * Writes changes durably, all or none; does not tell them.
     *
     * @throws PassingException if that may succeed later; nothing was written
     * @throws SQLException if nobody knows what the disk holds now
     */
    void write(List<Ledger.Change> group) throws SQLException {
        try {
            // what it has read is forgotten, so that damage on the disk is met and not hidden
            LedgerSchema.execute(connection, "PRAGMA shrink_memory");
            LedgerSchema.execute(connection, "BEGIN IMMEDIATE");
            commits.begin(connection);
            for (Ledger.Change change : group) {
                change.write(connection);
            }
            commits.end(connection);
            LedgerSchema.execute(connection, "COMMIT");
            commits.committed();
        } catch (RuntimeException | Error e) {
            if (!rollback()) {
                throw new SQLException("after " + e + " the transaction could not be undone", e);
            }
            throw e;
        } catch (SQLException e) {
            throw rollback() && passes(e) ? new PassingException(e) : e;
        }
    }

    /** The disk is full, or another process holds the database. */
    static final class PassingException extends SQLException {
        private static final long serialVersionUID = 1;

        PassingException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static boolean passes(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLiteErrorCode.SQLITE_FULL.code || primary == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private boolean rollback() {
        try {
            LedgerSchema.execute(connection, "ROLLBACK");
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no transaction is active")) {
                return true;
            }
            LOG.error("The ledger could not roll back: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
