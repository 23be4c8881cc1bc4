package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * The SQLite database that knows what became of every job. One thread owns the connection and writes whatever has gathered
 * as one durable transaction.
 *
 * <p>A commit that fails for want of space, or because another process holds the database, is tried again until it
 * succeeds; after any other failure nothing more is written, because what the disk holds is then not known.
 */
final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Something to be written; runs on the ledger's thread. */
    interface Change {
        /** May be called again after a transaction that failed for want of space. */
        void write(Connection connection) throws SQLException;

        /** What was written is durable. */
        void committed();

        /** Nothing will be written any more. */
        void failed(LedgerException reason);
    }

    /** Reads or writes, and answers. */
    interface Question<T extends @Nullable Object> {
        T ask(Connection connection) throws SQLException;
    }

    private final Path file;
    private final Clock clock;
    private final Connection connection;
    private final Commits commits;
    private final Thread committer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Change> urgent = new ArrayList<>();
    private final Set<Change> gathering = new LinkedHashSet<>();
    private final Set<Change> leases = new LinkedHashSet<>();
    private long gatheringSince;
    private long renewedAt = System.nanoTime();
    private boolean closed;
    private @Nullable LedgerException broken;

    private Ledger(Path file, Connection connection, Commits commits, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.connection = connection;
        this.commits = commits;
        this.committer = new Thread(this::run, "bactrian-ledger");
        this.committer.setDaemon(true);
    }

    /**
     * Opens or creates the ledger; its file and directory are the owner's alone.
     *
     * @throws IOException if that is impossible; the message names the file and what to do
     */
    static Ledger open(Path file, Clock clock) throws IOException {
        Path place = file.toAbsolutePath().normalize();
        try {
            OwnerOnly.directory(Folders.of(place));
            OwnerOnly.file(place);
            Connection connection = LedgerSchema.connect(place);
            try {
                Ledger ledger = new Ledger(place, connection, Commits.open(place, connection), clock);
                ledger.committer.start();
                return ledger;
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
        } catch (LedgerException e) {
            throw e;
        } catch (SQLException | IOException e) {
            throw new IOException(
                    "The ledger " + place + " cannot be opened: " + e.getMessage()
                            + ". Make the file and its directory writable, or set bactrian.ledger to another place",
                    e);
        }
    }

    Clock clock() {
        return clock;
    }

    /** Where files that belong to the ledger are kept. */
    Path beside(String name) {
        return file.resolveSibling(file.getFileName() + "-" + name);
    }

    /** Writes in the next transaction, with whatever else has gathered. */
    void writeNow(Change change) {
        lock.lock();
        try {
            if (refused(change) || urgent.contains(change)) {
                return;
            }
            gathering.remove(change);
            urgent.add(change);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Writes within 50 ms. */
    void writeSoon(Change change) {
        lock.lock();
        try {
            if (refused(change) || urgent.contains(change) || !gathering.add(change)) {
                return;
            }
            if (gathering.size() == 1) {
                gatheringSince = System.nanoTime();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean refused(Change change) {
        if (broken != null) {
            change.failed(broken);
        }
        return broken != null;
    }

    /** Has a change written at least every 10 seconds, so that its lease is renewed, until {@link #forget}. */
    void renew(Change change) {
        lock.lock();
        try {
            leases.add(change);
        } finally {
            lock.unlock();
        }
    }

    void forget(Change change) {
        lock.lock();
        try {
            leases.remove(change);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks within a transaction of its own or a shared one; what it writes is durable when this returns.
     *
     * @throws LedgerException if the ledger is broken or closed
     */
    <T extends @Nullable Object> T ask(Question<T> question) throws LedgerException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        writeNow(new Asked<>(question, answer));
        try {
            return answer.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof LedgerException l
                    ? l
                    : new LedgerException(String.valueOf(e.getMessage()), e);
        }
    }

    private static final class Asked<T extends @Nullable Object> implements Change {
        private final Question<T> question;
        private final CompletableFuture<T> answer;
        private @Nullable CompletableFuture<T> ready;

        Asked(Question<T> question, CompletableFuture<T> answer) {
            this.question = question;
            this.answer = answer;
        }

        @Override
        public void write(Connection connection) throws SQLException {
            ready = CompletableFuture.completedFuture(question.ask(connection));
        }

        @Override
        public void committed() {
            if (ready != null) {
                answer.complete(ready.join());
            }
        }

        @Override
        public void failed(LedgerException reason) {
            answer.completeExceptionally(reason);
        }
    }

    private void run() {
        try {
            for (List<Change> group = nextGroup(); !group.isEmpty() || !isClosed(); group = nextGroup()) {
                commit(group);
            }
        } catch (InterruptedException | RuntimeException e) {
            halt(List.of(), new LedgerException("The ledger's thread ended: " + e, e));
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private List<Change> nextGroup() throws InterruptedException {
        lock.lock();
        try {
            for (long wait = waitNanos(); urgent.isEmpty() && !closed && wait > 0; wait = waitNanos()) {
                changed.awaitNanos(wait);
            }
            Set<Change> group = new LinkedHashSet<>(urgent);
            group.addAll(gathering);
            urgent.clear();
            gathering.clear();
            if (System.nanoTime() - renewedAt >= RENEW_NANOS) {
                group.addAll(leases);
                renewedAt = System.nanoTime();
            }
            return new ArrayList<>(group);
        } finally {
            lock.unlock();
        }
    }

    private long waitNanos() {
        long due = gathering.isEmpty() ? renewedAt + RENEW_NANOS : gatheringSince + GATHER_NANOS;
        return due - System.nanoTime();
    }

    private void commit(List<Change> group) throws InterruptedException {
        boolean told = false;
        while (!group.isEmpty()) {
            try {
                LedgerSchema.execute(connection, "BEGIN IMMEDIATE");
                commits.begin(connection);
                for (Change change : group) {
                    change.write(connection);
                }
                commits.end(connection);
                LedgerSchema.execute(connection, "COMMIT");
                commits.committed();
                group.forEach(Change::committed);
                return;
            } catch (RuntimeException | Error e) {
                rollback();
                halt(group, new LedgerException("The ledger " + file + " holds what cannot be understood: " + e, e));
                return;
            } catch (SQLException e) {
                if (!rollback() || !passes(e) || isClosed()) {
                    halt(
                            group,
                            new LedgerException(
                                    "The ledger " + file + " cannot be written: " + e.getMessage()
                                            + ". Nothing more is sent. Mend the disk, then restart",
                                    e));
                    return;
                }
                if (!told) {
                    LOG.error(
                            "The ledger {} cannot be written now ({}); imports wait until it can",
                            file,
                            e.getMessage());
                    told = true;
                }
                waitASecond();
            }
        }
    }

    private void waitASecond() throws InterruptedException {
        lock.lock();
        try {
            for (long left = RETRY_NANOS; left > 0 && !closed; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean rollback() {
        try {
            LedgerSchema.execute(connection, "ROLLBACK");
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no transaction is active")) {
                return true;
            }
            LOG.error("The ledger {} could not roll back: {}", file, e.getMessage());
            return false;
        }
    }

    private static boolean passes(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLiteErrorCode.SQLITE_FULL.code || primary == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private void halt(List<Change> group, LedgerException reason) {
        List<Change> all = new ArrayList<>(group);
        lock.lock();
        try {
            broken = reason;
            all.addAll(urgent);
            all.addAll(gathering);
            all.addAll(leases);
            urgent.clear();
            gathering.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(change -> change.failed(reason));
    }

    /** Writes what has gathered and closes the database. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            leases.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            committer.join(TimeUnit.SECONDS.toMillis(10));
            halt(List.of(), new LedgerException("The ledger is closed", null));
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("The ledger {} could not be closed cleanly: {}", file, e.getMessage());
        }
    }
}
