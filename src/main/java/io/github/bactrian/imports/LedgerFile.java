package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * The ledger's file as it was opened, and what may have become of it since. It is never opened here but by SQLite: closing it
 * again would give up the locks that SQLite holds.
 */
final class LedgerFile {
    private static final String LOST = " See docs/operators.md, section 'A lost or restored ledger'";

    private final Path path;
    private @Nullable Object identity;

    LedgerFile(Path path) {
        this.path = path;
        this.identity = identity();
    }

    /** What is wrong with it, and the remedy; null if nothing is. */
    @Nullable
    LedgerException fault() {
        if (identity == null) {
            // a ledger without a file, or a system whose files cannot be told apart
            return null;
        }
        Object present = identity();
        if (present == null) {
            return removed();
        }
        if (!present.equals(identity)) {
            return fault("was replaced by another file", "Put it back;" + resumes() + LOST, null);
        }
        return Files.isWritable(path)
                ? null
                : fault("may not be written any more", "Make it and its file system writable;" + resumes(), null);
    }

    LedgerException removed() {
        return fault("was removed", "Put it back, not an old copy of it;" + resumes() + LOST, null);
    }

    /** What a failed transaction means, and the remedy. */
    LedgerException fault(SQLException e) {
        LedgerException known = fault();
        if (known != null) {
            return known;
        }
        return isDamage(e)
                ? fault(
                        "is damaged (" + e.getMessage() + ")",
                        "Put back the newest copy that is not;" + resumes() + LOST,
                        e)
                : unwritable(e);
    }

    private LedgerException unwritable(Exception e) {
        return fault("cannot be written (" + e.getMessage() + ")", "Repair its disk;" + resumes(), e);
    }

    private LedgerException fault(String what, String remedy, @Nullable Exception cause) {
        return new LedgerException("The ledger " + path + " " + what + ". Nothing more is sent. " + remedy, cause);
    }

    private static String resumes() {
        return " imports then resume by themselves.";
    }

    static boolean isDamage(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /**
     * Opens what has this name now, which may be another file, and writes to it.
     *
     * @throws LedgerException if it cannot be worked with; the message is the remedy
     */
    Transactions reopened() throws IOException {
        if (identity() == null) {
            throw removed();
        }
        Object before = identity;
        identity = identity();
        try {
            return opened();
        } catch (LedgerException e) {
            identity = before;
            throw e;
        } catch (SQLException e) {
            LedgerException reason = fault(e);
            identity = before;
            throw reason;
        } catch (IOException e) {
            identity = before;
            throw unwritable(e);
        }
    }

    private Transactions opened() throws SQLException, IOException {
        Connection connection = LedgerSchema.connect(path);
        try {
            assertSound(connection);
            Transactions transactions = new Transactions(connection, Commits.open(path, connection));
            transactions.write(List.of(new Asked<>(LedgerFile::touch)));
            return transactions;
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    static int touch(Connection connection) throws SQLException {
        return Sql.update(connection, "UPDATE commits SET count = count");
    }

    /** What is damaged in it; empty if nothing is. */
    static Optional<SQLException> damage(Connection connection) {
        try {
            assertSound(connection);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private static void assertSound(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String found = statement.executeQuery("PRAGMA quick_check(1)").getString(1);
            if (!found.equals("ok")) {
                throw new SQLException(found, null, SQLiteErrorCode.SQLITE_CORRUPT.code);
            }
        }
    }

    private @Nullable Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
