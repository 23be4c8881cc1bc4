package io.github.bactrian.imports;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * This process' hold on a job. It is renewed with each write; once it is over another process may have taken the job, and
 * nothing is sent. Not thread-safe.
 */
final class Lease {
    private final Job job;
    private final long fence;
    private final Clock clock;
    private long until;
    private long writing;
    private @Nullable LedgerException over;

    Lease(Job job, Taken taken, Clock clock) {
        this.job = job;
        this.fence = taken.fence();
        this.clock = clock;
        this.until = taken.leaseUntil();
    }

    /** What a write has to name, so that it changes nothing when another process has taken the job. */
    long fence() {
        return fence;
    }

    /** Until when it lasts, in epoch milliseconds, once the transaction that is being written is durable. */
    long renewed() {
        writing = clock.instant().plus(Owner.LEASE).toEpochMilli();
        return writing;
    }

    /** The transaction is durable. */
    void committed() {
        until = writing;
    }

    /** The transaction is durable, and did not find the job as this process' own. */
    void lost() {
        if (over == null) {
            end(new LedgerException(
                    "Another process has taken up job " + job.id() + "; nothing more is sent here", null));
        }
    }

    /** Nothing is sent for the job by this process any more. */
    void giveUp() {
        if (over == null) {
            end(LedgerException.passing("Job " + job.id() + " was put down; this call is not made"));
        }
    }

    /**
     * Gives the job back; nobody holds it then.
     *
     * @param clean whether nothing of it is on the wire
     */
    void release(Ledger ledger, boolean clean) throws LedgerException {
        ledger.update(
                "UPDATE job SET high=MAX(read, doubt), owner=NULL, lease_until=0, boot=CASE WHEN ? THEN ? ELSE boot END"
                        + " WHERE id=? AND fence=?",
                clean,
                JobTable.CLEAN,
                job.id(),
                fence);
    }

    void end(LedgerException reason) {
        over = reason;
    }

    boolean isOver() {
        return over != null;
    }

    /** @throws LedgerException if it is over */
    void assertHeld() throws LedgerException {
        if (over != null) {
            throw over;
        }
    }

    /** @throws LedgerException if it is over, or may be */
    void assertMaySend() throws LedgerException {
        assertHeld();
        if (clock.millis() >= until) {
            throw LedgerException.passing("The ledger could not be written for " + Owner.LEASE.toSeconds()
                    + " s, so another process may have taken up job " + job.id() + "; nothing is sent until it can");
        }
    }
}
