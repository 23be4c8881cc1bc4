package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Counts the ledger's transactions, in the ledger and, after each, in a file beside it. The file is never ahead of the
 * ledger, unless the ledger was lost or an old copy of it was put back.
 */
final class Commits {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer file;
    private long changesBefore;
    private long count;

    private Commits(MappedByteBuffer file) {
        this.file = file;
    }

    /** @throws LedgerException if the ledger is older than what was recorded in it; the message says what to do */
    static Commits open(Path ledger, Connection connection) throws IOException, SQLException {
        Path path = ledger.resolveSibling(ledger.getFileName() + "-commits");
        boolean known = Files.exists(path);
        OwnerOnly.file(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Commits commits = new Commits(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
            // in this order: another process may commit in between, and that must not look like a loss
            long seen = (long) WORD.getVolatile(commits.file, 0);
            commits.count = number(connection, "SELECT count FROM commits");
            if (known && seen > commits.count) {
                throw new LedgerException(
                        "The ledger " + ledger + " is older than what was recorded in it (transaction " + commits.count
                                + " of "
                                + seen
                                + "): it was lost, or an old copy was put back. Rows that were sent since then would be"
                                + " sent again. Put the newest copy back; or look through docs/operators.md, section 'A lost or"
                                + " restored ledger', and then remove " + path,
                        null);
            }
            return commits;
        }
    }

    void begin(Connection connection) throws SQLException {
        changesBefore = number(connection, "SELECT total_changes()");
    }

    /** To be called before the commit: a transaction that changed nothing is not counted, and costs no write. */
    void end(Connection connection) throws SQLException {
        if (number(connection, "SELECT total_changes()") != changesBefore) {
            LedgerSchema.execute(connection, "UPDATE commits SET count = count + 1");
            count = number(connection, "SELECT count FROM commits");
        }
    }

    /** The transaction is durable. */
    void committed() {
        WORD.setVolatile(file, 0, count);
    }

    private static long number(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeQuery(select).getLong(1);
        }
    }
}
