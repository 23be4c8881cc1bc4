package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * Keeps real work and work in the sandbox in ledgers of their own. A ledger of the sandbox carries a mark in SQLite's header; one without
 * it belongs to real work.
 */
public final class LedgerUse {
    /** SQLite's {@code application_id} of a ledger of the sandbox. */
    private static final int SANDBOX = 0x42534258;

    private final Path ledger;
    private final boolean sandbox;

    private LedgerUse(Path ledger, boolean sandbox) {
        this.ledger = ledger;
        this.sandbox = sandbox;
    }

    /**
     * Claims a ledger for one of both; no process may have it open. One that is new, or that knows no job and no delta link, fits either.
     *
     * @throws IllegalStateException if it was used for the other; the message names the file and the remedy
     * @throws IOException if it cannot be read or marked
     */
    public static void claim(Path ledger, boolean sandbox) throws IOException {
        if (!sandbox && !Files.exists(ledger)) {
            return;
        }
        LedgerUse use = new LedgerUse(ledger.toAbsolutePath().normalize(), sandbox);
        OwnerOnly.directory(Folders.of(use.ledger));
        OwnerOnly.file(use.ledger);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5000);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + use.ledger);
                Statement statement = connection.createStatement()) {
            use.claim(statement);
        } catch (SQLException e) {
            throw LedgerFile.isDamage(e)
                    ? new LedgerFile(use.ledger).fault(e)
                    : new IOException("The ledger " + use.ledger + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void claim(Statement statement) throws SQLException {
        boolean marked = number(statement, "PRAGMA application_id") == SANDBOX;
        if (marked == sandbox) {
            return;
        }
        if (isUsed(statement, "job") || isUsed(statement, "delta_link")) {
            throw new IllegalStateException(refusal());
        }
        statement.executeUpdate("PRAGMA application_id = " + (sandbox ? SANDBOX : 0));
    }

    /** Rows that the sandbox has swallowed count as sent, and files that it has seen as imported; the reverse is as wrong. */
    private String refusal() {
        return "The ledger " + ledger + " was used " + (sandbox ? "without" : "with") + " --sandbox: its jobs would "
                + (sandbox ? "end in the sandbox and count as done" : "resume after rows that only the sandbox has got")
                + ". Set bactrian.ledger to another file "
                + (sandbox ? "in application-sandbox.properties" : "in application.properties")
                + ", or work in another directory";
    }

    private static boolean isUsed(Statement statement, String table) throws SQLException {
        boolean exists =
                number(statement, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'")
                        > 0;
        return exists && number(statement, "SELECT COUNT(*) FROM (SELECT 1 FROM " + table + " LIMIT 1)") > 0;
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet found = statement.executeQuery(query)) {
            return found.getInt(1);
        }
    }
}
