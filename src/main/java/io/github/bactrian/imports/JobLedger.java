package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import io.github.bactrian.imports.formats.SourceRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
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
    private final Ledger ledger;
    private final Job job;
    private final Taken before;
    private final CallMarks marks;
    private final CallCounts calls;
    private final Lease lease;
    private final Reservation reserved;
    private final OpenRows open;
    private final Set<Long> remembered;
    private final WorkingTime time = new WorkingTime();
    private final RowChanges pending = new RowChanges();
    private final RowChanges writing = new RowChanges();
    private RowCounts counts;
    private @Nullable JobEnd planned;
    private RowCounts writingCounts;
    private boolean found;
    private boolean whole = true;
    private boolean toBeWritten;
    private long changes;
    private long changesWriting;
    private long changesWritten;

    /**
     * @param start where its first record begins, for a job that never read
     */
    JobLedger(Ledger ledger, Job job, Taken before, Position start) {
        this.ledger = ledger;
        this.job = job;
        this.before = before;
        this.marks = before.marks();
        this.calls = new CallCounts(before.calls());
        this.lease = new Lease(job, before, ledger.clock());
        this.reserved = new Reservation(before.high(), before.read());
        this.open = new OpenRows(before.open(), before.position() == null ? start : before.position());
        this.remembered = new HashSet<>(before.pasts().keySet());
        this.counts = before.rows();
        this.writingCounts = counts;
        ledger.renew(this);
    }

    Job job() {
        return job;
    }

    /** The job as this process found it. */
    Taken before() {
        return before;
    }

    CallCounts calls() {
        return calls;
    }

    /** Where reading starts. */
    synchronized Position position() {
        return open.next();
    }

    /** Rows that were read, and of these how many ended each way; open rows are in {@code read} only. */
    synchronized RowCounts counts() {
        return counts;
    }

    /** How many rows are read in about 25 ms. */
    synchronized int readSoon() {
        return reserved.soon();
    }

    /** The reader has passed a row that ended before. */
    synchronized void pass(Position behind) {
        open.pass(behind);
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
            if (reserved.isShortAt(row)) {
                ledger.writeNow(this);
            }
            while (!reserved.covers(row) && !lease.isOver()) {
                wait();
            }
            lease.assertHeld();
            marks.assertStored();
            whole = false;
            open.visit(entry, behind);
            counts = counts.read(row);
            whole = true;
            return entry;
        }
    }

    /** The outcome of a row is in doubt: it is not to be run again before that is settled, by no process. */
    synchronized void doubted(OpenRow row, Past past) {
        row.doubted(true);
        remembered.add(row.number());
        pending.remember(row.number(), past);
        changed();
    }

    /**
     * A row that is not to be run again, whatever becomes of the process, makes another call.
     *
     * @param doubts how often its outcome was in doubt, should the process end now
     */
    synchronized void called(OpenRow row, String doubt, int doubts) {
        remembered.add(row.number());
        pending.remember(
                row.number(), new Past(doubt, doubts, before.past(row.number()).suspicion()));
        changed();
    }

    /**
     * Ends a row.
     *
     * @param reason free of row content; null if it is done or skipped
     * @param key a hash of the row's key, null if it has none
     */
    synchronized void end(OpenRow row, Outcome outcome, @Nullable String reason, @Nullable String key) {
        row.markEnded(outcome);
        whole = false;
        open.ended(row);
        pending.ended(row, outcome, reason, key, remembered.remove(row.number()));
        counts = counts.plus(outcome);
        whole = true;
        changed();
    }

    private void changed() {
        changes++;
        if (!toBeWritten) {
            toBeWritten = true;
            ledger.writeSoon(this);
        }
    }

    /**
     * To be called before the first byte of each call.
     *
     * @throws LedgerException if the ledger cannot record, a mark was not stored, or another process may have taken the job
     */
    synchronized void assertMaySend() throws LedgerException {
        marks.assertStored();
        lease.assertMaySend();
    }

    /** Waits until all that was said is durable, and with it that nothing is left to do but to put files in their places. */
    void flush(JobEnd end) throws LedgerException, InterruptedException {
        synchronized (this) {
            planned = end;
        }
        flush();
    }

    /** Returns whether this process records for the job. */
    synchronized boolean isHeld() {
        return !lease.isOver();
    }

    /** @throws LedgerException if this process cannot record anything for the job any more */
    synchronized void assertHeld() throws LedgerException {
        lease.assertHeld();
    }

    /** Waits until all that was said is durable. */
    synchronized void flush() throws LedgerException, InterruptedException {
        long mine = ++changes;
        ledger.writeNow(this);
        while (changesWritten < mine && !lease.isOver()) {
            wait();
        }
        lease.assertHeld();
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
        lease.release(ledger, clean);
    }

    /** Nothing is sent for the job by this process any more. */
    synchronized void giveUp() {
        lease.giveUp();
        notifyAll();
    }

    @Override
    public synchronized void write(Connection connection) throws SQLException {
        toBeWritten = false;
        if (!whole) {
            // open rows and counts change together, or not at all: the job is taken up again as if the process had died
            lease.end(new LedgerException(
                    "An error struck while a row of job " + job.id() + " was recorded; the job is taken up again",
                    null));
            found = false;
            return;
        }
        pending.moveTo(writing);
        changesWriting = changes;
        long high = reserved.extended(counts.read());
        writingCounts = counts;
        Checkpoint checkpoint =
                new Checkpoint(high, counts, open.numbers(), open.start(), calls.total(), time.unrecorded());
        found = checkpoint.write(connection, job, lease);
        if (found) {
            writing.write(connection, job.id());
            if (planned != null) {
                JobEnds.plan(connection, job, lease.fence(), planned);
            }
        }
    }

    @Override
    public synchronized void committed() {
        if (found) {
            lease.committed();
            reserved.committed();
            time.committed();
            changesWritten = changesWriting;
            // before slots are used again: a ledger that knows less later has lost it
            marks.durable(writingCounts.ended(), reserved.high());
            writing.committed(marks);
        } else {
            lease.lost();
        }
        notifyAll();
    }

    @Override
    public synchronized void failed(LedgerException reason) {
        lease.end(reason);
        notifyAll();
    }
}
