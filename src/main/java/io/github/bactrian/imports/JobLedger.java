package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import io.github.bactrian.imports.formats.SourceRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one job, in memory and in the ledger. Guarantees:
 *
 * <ol>
 *   <li>A row is at or below the durable {@code high} before its route runs, so every row that may have been called is
 *       known after any crash.
 *   <li>A row at or below {@code high} is open, or rejected or unknown by name, or done or skipped.
 *   <li>What is durable is never ahead of the truth: outcomes are written after they are known.
 *   <li>Nothing is sent once another process may hold the job.
 * </ol>
 */
final class JobLedger implements Ledger.Change {
    /** Rows reserved ahead of the reader, so that no row waits for the disk. */
    private static final int AHEAD = 64;

    private final Ledger ledger;
    private final Job job;
    private final Taken before;
    private final CallMarks marks;
    private final CallCounts calls;
    private final NavigableSet<Long> unvisited;
    private final TreeMap<Long, OpenRow> open = new TreeMap<>();
    private final Set<Long> remembered;
    private final Batch pending = new Batch();
    private final Batch writing = new Batch();
    private Position next;
    private long read;
    private long high;
    private long highWriting;
    private long leaseUntil;
    private long leaseWriting;
    private long done;
    private long rejected;
    private long skipped;
    private long unknown;
    private long changes;
    private long changesWriting;
    private long changesWritten;
    private @Nullable LedgerException failure;

    /** What goes into the next transaction beside the counts. */
    private static final class Batch {
        private final List<Exceptional> exceptional = new ArrayList<>();
        private final List<OpenRow> ended = new ArrayList<>();
        private final Map<Long, Past> pasts = new HashMap<>();
        private final List<Long> forgotten = new ArrayList<>();

        void moveTo(Batch other) {
            other.exceptional.addAll(exceptional);
            other.ended.addAll(ended);
            other.pasts.putAll(pasts);
            other.forgotten.addAll(forgotten);
            clear();
        }

        void clear() {
            exceptional.clear();
            ended.clear();
            pasts.clear();
            forgotten.clear();
        }
    }

    private record Exceptional(
            long row,
            Outcome outcome,
            String reason,
            @Nullable String key) {}

    /**
     * Begins to work on a job.
     *
     * @param start where its first record begins, for a job that never read
     * @param marks a new file of this process
     */
    JobLedger(Ledger ledger, Job job, Taken before, Position start, CallMarks marks) {
        this.ledger = ledger;
        this.job = job;
        this.before = before;
        this.marks = marks;
        this.calls = new CallCounts(before.calls());
        this.unvisited = new TreeSet<>(before.open());
        this.remembered = new HashSet<>(before.pasts().keySet());
        this.next = before.position() == null ? start : before.position();
        this.read = before.read();
        this.high = before.high();
        this.highWriting = before.high();
        this.leaseUntil = before.leaseUntil();
        this.leaseWriting = before.leaseUntil();
        this.done = before.rows().done();
        this.rejected = before.rows().rejected();
        this.skipped = before.rows().skipped();
        this.unknown = before.rows().unknown();
        ledger.renew(this);
    }

    Job job() {
        return job;
    }

    CallCounts calls() {
        return calls;
    }

    /** Where reading starts. */
    synchronized Position position() {
        return next;
    }

    /** Rows that were read, and of these how many ended each way; open rows are in {@code read} only. */
    synchronized RowCounts counts() {
        return new RowCounts(read, done, rejected, skipped, unknown);
    }

    /** How a row stands that the reader comes to. */
    enum Standing {
        /** Not called yet. */
        OPEN,
        /** It ended before this process took the job up. */
        ENDED,
        /** It may have been on the wire when power was lost. */
        IN_DOUBT
    }

    Standing standing(long row) {
        if (row <= before.read() && !before.open().contains(row)) {
            return Standing.ENDED;
        }
        return row <= before.doubt() ? Standing.IN_DOUBT : Standing.OPEN;
    }

    /** What is known of an open row from before this process took the job up. */
    Past past(long row) {
        return before.pasts().getOrDefault(row, Past.NONE);
    }

    /** The rows during which the process died, and which have not ended; they run alone. */
    NavigableSet<Long> suspects() {
        return before.pasts().entrySet().stream()
                .filter(past -> past.getValue().deaths() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The reader has passed a row that ended before. */
    synchronized void pass(Position behind) {
        next = behind;
    }

    /** The outcome of a row is in doubt: it is not to be run again before that is settled, by no process. */
    synchronized void doubted(OpenRow row, Past past) {
        row.doubted(true);
        remembered.add(row.number());
        pending.pasts.put(row.number(), past);
        changes++;
        ledger.writeSoon(this);
    }

    /** Whether a row with this key ended unknown before this process took the job up. */
    synchronized boolean isBlocked(@Nullable String key) {
        return key != null && before.blockedKeys().contains(key);
    }

    /**
     * Opens a row; when this returns it is durably known that the row may be called.
     *
     * @param behind where the next record begins
     */
    OpenRow open(SourceRecord record, Position behind) throws LedgerException, InterruptedException {
        long row = record.number();
        int slot = marks.take();
        synchronized (this) {
            OpenRow entry = new OpenRow(marks, slot, new Position(row, record.offset(), record.line()));
            if (row > high - AHEAD / 2 && highWriting < row + AHEAD / 2) {
                ledger.writeNow(this);
            }
            while (row > high && failure == null) {
                wait();
            }
            if (failure != null) {
                throw failure;
            }
            unvisited.remove(row);
            open.put(row, entry);
            read = Math.max(read, row);
            next = behind;
            return entry;
        }
    }

    /**
     * Ends a row.
     *
     * @param reason free of row content; null if it is done or skipped
     * @param key a hash of the row's key, null if it has none
     */
    synchronized void end(OpenRow row, Outcome outcome, @Nullable String reason, @Nullable String key) {
        row.markEnded(outcome);
        open.remove(row.number());
        pending.ended.add(row);
        if (remembered.remove(row.number())) {
            pending.forgotten.add(row.number());
        }
        switch (outcome) {
            case DONE -> done++;
            case SKIPPED -> skipped++;
            case REJECTED -> rejected++;
            case UNKNOWN -> unknown++;
        }
        if (outcome == Outcome.REJECTED || outcome == Outcome.UNKNOWN) {
            pending.exceptional.add(new Exceptional(row.number(), outcome, String.valueOf(reason), key));
        }
        changes++;
        ledger.writeSoon(this);
    }

    /**
     * To be called before the first byte of each call.
     *
     * @throws LedgerException if the ledger cannot record, or another process may have taken the job
     */
    synchronized void assertMaySend() throws LedgerException {
        if (failure != null) {
            throw failure;
        }
        if (ledger.clock().millis() >= leaseUntil) {
            throw LedgerException.passing("The ledger could not be written for " + Owner.LEASE.toSeconds()
                    + " s, so another process may have taken up job " + job.id() + "; nothing is sent until it can");
        }
    }

    /** Waits until all that was said is durable. */
    synchronized void flush() throws LedgerException, InterruptedException {
        changes++;
        long mine = changes;
        ledger.writeNow(this);
        while (changesWritten < mine && failure == null) {
            wait();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Puts the job down, to be taken up later.
     *
     * @param clean whether nothing is on the wire, so that all open rows can be run again
     */
    void putDown(boolean clean) throws LedgerException, InterruptedException {
        flush();
        ledger.forget(this);
        giveUp();
        ledger.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE job SET high=MAX(read, doubt), owner=NULL, lease_until=0, boot=CASE WHEN ? THEN ? ELSE boot END"
                            + " WHERE id=? AND fence=?")) {
                JobTable.bind(update, clean, JobTable.CLEAN, job.id(), before.fence());
                return update.executeUpdate();
            }
        });
    }

    /** Nothing is sent for the job by this process any more. */
    synchronized void giveUp() {
        if (failure == null) {
            failed(LedgerException.passing("Job " + job.id() + " was put down; this call is not made"));
        }
    }

    @Override
    public synchronized void write(Connection connection) throws SQLException {
        pending.moveTo(writing);
        changesWriting = changes;
        highWriting = Math.max(high, read + AHEAD);
        leaseWriting = ledger.clock().instant().plus(Owner.LEASE).toEpochMilli();
        TreeSet<Long> openRows = new TreeSet<>(unvisited);
        openRows.addAll(open.keySet());
        Position at = open.isEmpty() ? next : open.firstEntry().getValue().position();
        Receipt.Calls sums = calls.total();
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE job SET high=?, read=?, open=?, at_record=?, at_offset=?, at_line=?, done=?, rejected=?, skipped=?,"
                        + " unknown=?, sent=?, throttled=?, renewed=?, waited_ms=?, lease_until=?"
                        + " WHERE id=? AND fence=?")) {
            JobTable.bind(
                    update,
                    highWriting,
                    read,
                    RowRanges.write(openRows),
                    at.record(),
                    at.offset(),
                    at.line(),
                    done,
                    rejected,
                    skipped,
                    unknown,
                    sums.sent(),
                    sums.throttled(),
                    sums.tokenRenewals(),
                    sums.waitedMs(),
                    leaseWriting,
                    job.id(),
                    before.fence());
            if (update.executeUpdate() == 0) {
                leaseWriting = 0;
                return;
            }
        }
        for (Exceptional row : writing.exceptional) {
            ExceptionalRows.insert(connection, job.id(), row.row(), row.outcome(), row.reason(), row.key());
        }
        for (Map.Entry<Long, Past> past : writing.pasts.entrySet()) {
            past.getValue().write(connection, job.id(), past.getKey());
        }
        for (long row : writing.forgotten) {
            Past.forget(connection, job.id(), row);
        }
    }

    @Override
    public synchronized void committed() {
        if (leaseWriting == 0) {
            failed(new LedgerException(
                    "Another process has taken up job " + job.id() + "; nothing more is sent here", null));
            return;
        }
        leaseUntil = leaseWriting;
        high = highWriting;
        changesWritten = changesWriting;
        writing.ended.forEach(row -> marks.vacate(row.slot()));
        writing.clear();
        notifyAll();
    }

    @Override
    public synchronized void failed(LedgerException reason) {
        failure = reason;
        notifyAll();
    }
}
