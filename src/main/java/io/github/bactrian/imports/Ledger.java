package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQLite database that knows what became of every job. One thread owns the connection and writes whatever has gathered
 * as one durable transaction.
 *
 * <p>A commit that fails for want of space, or because another process holds the database, is tried again until it
 * succeeds. After any other failure, or when the file was removed, replaced or made read-only, which is looked for twice a
 * second, everything fails until the file can be opened again: what the disk holds is then not known, so whoever held a job
 * takes it up from what is found there.
 */
final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Something to be written; runs on the ledger's thread. */
    interface Change {
        /** May be called again after a transaction that failed for want of space. */
        void write(Connection connection) throws SQLException;

        /** What was written is durable. */
        void committed();

        /** Nothing will be written any more. */
        void failed(LedgerException reason);
    }

    private final Path file;
    private final @Nullable Path marksDirectory;
    private final Clock clock;
    private final LedgerFile place;
    private volatile Transactions transactions;
    private final ChangeQueue queue = new ChangeQueue();
    private final Thread committer;

    private Ledger(Path file, @Nullable Path marksDirectory, Transactions transactions, Clock clock) {
        this.file = file;
        this.marksDirectory = marksDirectory;
        this.clock = clock;
        this.place = new LedgerFile(file);
        this.transactions = transactions;
        this.committer = new Thread(this::run, "bactrian-ledger");
        this.committer.setDaemon(true);
    }

    /** With marks in the system's own directory for them. */
    static Ledger open(Path file, Clock clock) throws IOException {
        return open(file, MarksDirectory.standard(), clock);
    }

    /**
     * Opens or creates the ledger; its file and directory are the owner's alone.
     *
     * @param marksDirectory where marks are kept; null if they end with the process
     * @throws IOException if that is impossible; the message names the file and what to do
     */
    static Ledger open(Path file, @Nullable Path marksDirectory, Clock clock) throws IOException {
        Path place = file.toAbsolutePath().normalize();
        try {
            OwnerOnly.directory(Folders.of(place));
            Commits.requireNotRemoved(place);
            OwnerOnly.file(place);
            return over(place, LedgerSchema.connect(place), marksDirectory, clock);
        } catch (LedgerException e) {
            throw e;
        } catch (SQLException e) {
            throw LedgerFile.isDamage(e) ? new LedgerFile(place).fault(e) : unopened(place, e);
        } catch (IOException e) {
            throw unopened(place, e);
        }
    }

    private static IOException unopened(Path place, Exception e) {
        return new IOException(
                "The ledger " + place + " cannot be opened: " + e.getMessage()
                        + ". Make the file and its directory writable, or set bactrian.ledger to another place",
                e);
    }

    /**
     * A ledger that writes to this connection, which has its tables.
     *
     * @param file beside which its other files are kept
     * @param connection closed with the ledger, or if this fails
     */
    static Ledger over(Path file, Connection connection, @Nullable Path marksDirectory, Clock clock)
            throws IOException, SQLException {
        try {
            Transactions transactions = new Transactions(connection, Commits.open(file, connection));
            Ledger ledger = new Ledger(file, marksDirectory, transactions, clock);
            ledger.committer.start();
            return ledger;
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    /** @throws LedgerException if it is damaged; the message says what to do */
    void assertSound() throws LedgerException {
        Optional<SQLException> damage = ask(LedgerFile::damage);
        if (damage.isPresent()) {
            throw place.fault(damage.get());
        }
    }

    /** Why nothing can be recorded now; null if it can, as far as is known. */
    @Nullable
    LedgerException broken() {
        return queue.broken();
    }

    Clock clock() {
        return clock;
    }

    Path file() {
        return file;
    }

    /** Where marks are kept; null if they end with the process. */
    @Nullable
    Path marksDirectory() {
        return marksDirectory;
    }

    /** Writes in the next transaction, with whatever else has gathered. */
    void writeNow(Change change) {
        queue.now(change);
    }

    /** Writes within 50 ms. */
    void writeSoon(Change change) {
        queue.soon(change);
    }

    /** Has a change written at least every 10 seconds, so that its lease is renewed, until {@link #forget}. */
    void renew(Change change) {
        queue.regularly(change);
    }

    /** Renews the leases now; they are durable when this returns. */
    void renewAll() throws LedgerException {
        queue.renewNow();
        Boolean ignored = ask(connection -> true);
    }

    void forget(Change change) {
        queue.forget(change);
    }

    /**
     * Asks within a transaction of its own or a shared one; what it writes is durable when this returns.
     *
     * @throws LedgerException if the ledger is broken or closed
     */
    <T extends @Nullable Object> T ask(Asked.Question<T> question) throws LedgerException {
        Asked<T> asked = new Asked<>(question);
        writeNow(asked);
        return asked.answer();
    }

    /** What keeps a change from becoming durable within {@code patience}; empty if nothing does. */
    Optional<String> fault(Duration patience) {
        Asked<Integer> probe = new Asked<>(LedgerFile::touch);
        writeNow(probe);
        try {
            return probe.isAnswered(patience)
                    ? Optional.empty()
                    : Optional.of("The ledger " + file + " could not be written within " + patience.toSeconds()
                            + " s: its disk is full, or another process holds it. Imports wait until it can");
        } catch (LedgerException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Runs one statement; durable when this returns, which is with the number of rows that it changed. */
    int update(String statement, @Nullable Object... values) throws LedgerException {
        return ask(connection -> Sql.update(connection, statement, values));
    }

    /** Runs one statement within 50 ms, or when the ledger can be written again; never if it cannot any more. */
    void updateSoon(String statement, @Nullable Object... values) {
        writeSoon(new Asked<>(connection -> Sql.update(connection, statement, values)));
    }

    private void run() {
        try {
            while (!queue.isOver()) {
                LedgerException fault = worked(queue.next());
                if (fault != null) {
                    LOG.error("{}", fault.getMessage());
                    awaitRepair(fault);
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            queue.fail(new LedgerException("The ledger's thread ended: " + e + ". Restart", e));
        }
    }

    /** Looks at the file, and writes a group if there is one; returns what is wrong since, null if nothing is. */
    private @Nullable LedgerException worked(List<Change> group) throws InterruptedException {
        LedgerException fault = place.fault();
        if (fault == null && !group.isEmpty()) {
            fault = committed(group);
        }
        if (fault != null) {
            halt(group, fault);
        }
        return fault;
    }

    private @Nullable LedgerException committed(List<Change> group) throws InterruptedException {
        try {
            for (boolean told = false; !written(group, told); told = true) {
                queue.pause(RETRY_NANOS);
                LedgerException fault = place.fault();
                if (fault != null) {
                    return fault;
                }
            }
        } catch (SQLException e) {
            return place.fault(e);
        } catch (RuntimeException | Error e) {
            // nothing was written; whoever wrote fails, the others need not
            LedgerException reason =
                    new LedgerException("The ledger " + file + " holds what cannot be understood: " + e, e);
            group.forEach(change -> change.failed(reason));
            return null;
        }
        group.forEach(Change::committed);
        return null;
    }

    /** Until the file can be worked with, or this is closed. What is wrong is told when it changes. */
    private void awaitRepair(LedgerException first) throws InterruptedException {
        close(transactions);
        String told = state(first);
        for (queue.pause(RETRY_NANOS); !queue.isClosed(); queue.pause(RETRY_NANOS)) {
            try {
                transactions = place.reopened();
                queue.mended();
                LOG.info("The ledger {} can be written again; imports resume", file);
                return;
            } catch (IOException e) {
                if (!told.equals(state(e))) {
                    told = state(e);
                    LOG.error("{}", e.getMessage());
                }
            }
        }
    }

    /** What is wrong, without the details in parentheses, which differ from try to try. */
    private static String state(IOException fault) {
        return String.valueOf(fault.getMessage()).replaceAll("(?s)\\(.*\\)", "");
    }

    /** False if it is to be tried again. */
    private boolean written(List<Change> group, boolean told) throws SQLException {
        try {
            transactions.write(group);
            return true;
        } catch (Transactions.PassingException e) {
            if (queue.isClosed()) {
                throw e;
            }
            if (!told) {
                LOG.error("The ledger {} cannot be written now ({}); imports wait until it can", file, e.getMessage());
            }
            return false;
        }
    }

    private void halt(List<Change> group, LedgerException reason) {
        queue.fail(reason);
        group.forEach(change -> change.failed(reason));
    }

    /** Writes what has gathered and closes the database. */
    @Override
    public void close() {
        queue.close();
        try {
            committer.join(TimeUnit.SECONDS.toMillis(10));
            halt(List.of(), new LedgerException("The ledger is closed", null));
            close(transactions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(Transactions closed) {
        try {
            closed.close();
        } catch (SQLException e) {
            LOG.debug("The ledger {} could not be closed cleanly", file, e);
        }
    }
}
