package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the ledger's transactions, in the ledger and, after each, in a file beside it. The file is never ahead of the
 * ledger, unless the ledger was lost or an old copy of it was put back.
 */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    private final Path file;
    private long changesBefore;
    private long count;

    private Commits(Path file) {
        this.file = file;
    }

    /** @throws LedgerException if the ledger is older than what was recorded in it; the message says what to do */
    static Commits open(Path ledger, Connection connection) throws IOException, SQLException {
        Commits commits = new Commits(beside(ledger));
        // in this order: another process may commit in between, and that must not look like a loss
        long seen = seen(ledger);
        commits.count = number(connection, "SELECT count FROM commits");
        if (seen > commits.count) {
            throw older(ledger, commits.count, seen);
        }
        OwnerOnly.file(commits.file);
        return commits;
    }

    /** @throws LedgerException if there is no ledger though there was one */
    static void requireNotRemoved(Path ledger) throws IOException {
        long seen = seen(ledger);
        if (seen > 0 && !Files.exists(ledger)) {
            throw older(ledger, 0, seen);
        }
    }

    private static LedgerException older(Path ledger, long count, long seen) {
        return new LedgerException(
                "The ledger " + ledger + " is older than what was recorded in it (transaction " + count
                        + " of "
                        + seen
                        + "): it was lost, or an old copy was put back. Rows that were sent since then would be"
                        + " sent again. Put the newest copy back; or look through docs/operators.md, section 'A lost or"
                        + " restored ledger', and then remove " + beside(ledger),
                null);
    }

    private static Path beside(Path ledger) {
        return ledger.resolveSibling(ledger.getFileName() + "-commits");
    }

    /** How many transactions were recorded beside a ledger; 0 if that is not known. */
    private static long seen(Path ledger) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(beside(ledger))) {
            return channel.read(word, 0) < Long.BYTES ? 0 : word.getLong(0);
        } catch (NoSuchFileException e) {
            return 0;
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

    /** The transaction is durable. Written, not mapped: a disk that fails under mapped memory is no exception but a signal. */
    void committed() {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        word.putLong(0, count);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(word, 0);
        } catch (IOException e) {
            // the next transaction meets the same disk; until then the file is behind, which does no harm
            LOG.debug("{} is behind the ledger", file, e);
        }
    }

    private static long number(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeQuery(select).getLong(1);
        }
    }
}
