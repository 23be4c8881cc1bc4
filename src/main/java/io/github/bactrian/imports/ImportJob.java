package io.github.bactrian.imports;

import io.github.bactrian.imports.Verdict.Stop;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rows of one file through the route: reads them in order, keeps at most {@code parallel} in flight, and gives
 * each its outcome. The calling thread reads; the executor's threads run the rows.
 */
final class ImportJob {
    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(12);

    /** Runs the import's route once for a row. */
    interface Route {
        /** Runs to the end; what went wrong is in the exchange. */
        Exchange run(Task task, RowCalls calls);
    }

    /**
     * How a run of the job came to its end.
     *
     * @param status null if the process stops, and the job is to be taken up again
     * @param byDecision whether it goes on only if somebody says so
     * @param clean whether nothing is on the wire
     */
    record Result(@Nullable Status status, @Nullable String reason, boolean byDecision, boolean clean) {}

    private final JobLedger ledger;
    private final RowReader reader;
    private final Route route;
    private final Executor executor;
    private final Clock clock;
    private final Steering steering;
    private final Lanes<Task> lanes = new Lanes<>();
    private final PriorityQueue<Task> ready = new PriorityQueue<>(Comparator.comparing((Task task) -> task.notBefore)
            .thenComparing(task -> task.record().number()));
    /** Rows that wait hold a slot each; the reader must never wait for one that only they could vacate. */
    private final int mostWaiting;

    private int inFlight;
    private boolean stopping;
    private boolean held;
    private long stopBy;
    private boolean allRead;
    private @Nullable UnreadableFileException unreadable;
    private final long offsetAtStart;
    private long offset;

    ImportJob(
            ImportSettings settings, JobLedger ledger, RowReader reader, Route route, Executor executor, Clock clock) {
        this.ledger = ledger;
        this.reader = reader;
        this.route = route;
        this.executor = executor;
        this.clock = clock;
        this.steering = new Steering(settings, ledger, clock);
        this.mostWaiting = Math.min(16 * settings.parallel(), CallMarks.SLOTS / 2);
        this.offsetAtStart = reader.offset();
        this.offset = offsetAtStart;
    }

    /**
     * Runs until all rows have ended, or the job stops, or is put down.
     *
     * @throws LedgerException if nothing can be recorded any more
     */
    Result run() throws IOException, InterruptedException {
        boolean orderly = false;
        try {
            for (Task task = next(); task != null; task = next()) {
                start(task);
            }
            boolean drained = drain();
            ledger.flush();
            orderly = true;
            return result(drained);
        } finally {
            if (!orderly) {
                // the job will be taken up again: nothing may be sent for it here meanwhile
                ledger.giveUp();
                drain();
            }
        }
    }

    private synchronized Result result(boolean drained) {
        Steering.Stopped stop = steering.stopped();
        if ((stopping || held) && (stop == null || !drained)) {
            return new Result(null, null, false, drained);
        }
        if (stop != null) {
            return new Result(Status.STOPPED, stop.reason(), stop.byDecision(), true);
        }
        return unreadable == null
                ? new Result(ending(ledger.counts()), noRows(), false, true)
                : new Result(Status.INCOMPLETE, unreadable.getMessage(), false, true);
    }

    private @Nullable String noRows() {
        return ledger.counts().read() == 0 ? "the file holds no rows" : null;
    }

    private static Status ending(RowCounts rows) {
        if (rows.unknown() > 0) {
            return Status.DONE_WITH_UNKNOWN;
        }
        return rows.rejected() > 0 ? Status.DONE_WITH_REJECTS : Status.DONE;
    }

    /** Makes {@link #run} return: no new row starts, and rows in flight get 12 s to end. */
    synchronized void putDown() {
        stopping = true;
        stopBy = System.nanoTime() + STOP_WITHIN.toNanos();
        steering.quiet();
        notifyAll();
    }

    /** Makes {@link #run} return when the rows in flight have ended; the job is to be taken up again. */
    synchronized void hold() {
        held = true;
        notifyAll();
    }

    /** Stops the job when the rows in flight have ended; it goes on only if somebody says so. */
    synchronized void stop(String reason) {
        steering.stop(reason, true);
        notifyAll();
    }

    private @Nullable Task next() throws IOException, InterruptedException {
        while (true) {
            Task task = nextReady();
            if (task != null || isOver()) {
                return task;
            }
            Task read = read();
            synchronized (this) {
                offset = reader.offset();
                if (read == null) {
                    allRead = true;
                } else if (lanes.enter(read.key(), read)) {
                    ready.add(read);
                }
            }
        }
    }

    /** The next row of the file; null at its end, or where it cannot be read any further. */
    private @Nullable Task read() throws IOException, InterruptedException {
        try {
            return reader.next();
        } catch (UnreadableFileException e) {
            unreadable = e;
            return null;
        }
    }

    private synchronized boolean isOver() {
        return stopping
                || held
                || steering.stopped() != null
                || (allRead && ready.isEmpty() && inFlight == 0 && lanes.waiting() == 0);
    }

    /** A row that may start now; null if the job is over, or if another row is to be read. */
    private synchronized @Nullable Task nextReady() throws InterruptedException {
        while (!isOver()) {
            Instant now = clock.instant();
            if (steering.stopIfPausedTooLong(now)) {
                return null;
            }
            boolean mayStart = steering.pace().mayStart(inFlight, now);
            Task first = ready.peek();
            if (mayStart && first != null && !first.notBefore.isAfter(now)) {
                inFlight++;
                return ready.poll();
            }
            if (mayStart && !allRead && ready.size() + lanes.waiting() < mostWaiting) {
                return null;
            }
            wait(millisUntilSomethingIsDue(now));
        }
        return null;
    }

    private long millisUntilSomethingIsDue(Instant now) {
        Instant due = now.plusSeconds(1);
        Task first = ready.peek();
        for (Instant at : new Instant[] {steering.pace().until(), first == null ? null : first.notBefore}) {
            due = at != null && at.isAfter(now) && at.isBefore(due) ? at : due;
        }
        return Math.max(1, now.until(due, ChronoUnit.MILLIS));
    }

    private synchronized boolean drain() throws InterruptedException {
        while (inFlight > 0 && (!stopping || System.nanoTime() - stopBy < 0)) {
            wait(200);
        }
        return inFlight == 0;
    }

    private void start(Task task) {
        Verdict decided = decided(task);
        if (decided != null) {
            settle(task, decided);
            return;
        }
        synchronized (this) {
            task.pace = steering.pace().mark();
            task.doneAtFirst = task.attempts++ == 0 ? ledger.counts().done() : task.doneAtFirst;
        }
        executor.execute(() -> settle(task, verdict(task)));
    }

    private synchronized @Nullable Verdict decided(Task task) {
        if (task.decided() != null) {
            return task.decided();
        }
        return lanes.isBlocked(task.key()) || ledger.isBlocked(task.keyHash())
                ? Verdict.ended(
                        Outcome.REJECTED,
                        "not sent, because an earlier row with the same key ended unknown; settle that one first")
                : null;
    }

    private Verdict verdict(Task task) {
        RowCalls calls = new RowCalls(ledger, task.open());
        try {
            Exchange exchange = route.run(task, calls);
            return Judge.judge(calls.end(), exchange);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "Row {} of job {} could not be run: {}",
                    task.record().number(),
                    ledger.job().id(),
                    e.toString(),
                    e);
            boolean acted = calls.end().stream().anyMatch(RowCalls.Made::mayHaveActed);
            String reason = "the row could not be run to its end: " + e;
            return new Verdict(acted ? Outcome.UNKNOWN : null, reason, new Stop(reason));
        }
    }

    private synchronized void settle(Task task, Verdict verdict) {
        inFlight--;
        Verdict end = steering.apply(task, verdict);
        if (end.outcome() == null) {
            ready.add(task);
        } else {
            ledger.end(task.open(), end.outcome(), steering.masked(end.reason(), task), task.keyHash());
            ended(task, end.outcome());
        }
        notifyAll();
    }

    private void ended(Task task, Outcome outcome) {
        if (outcome == Outcome.UNKNOWN) {
            lanes.block(task.key());
        }
        Task behind = lanes.leave(task.key());
        if (behind != null) {
            ready.add(behind);
        }
        steering.ended(task, outcome);
    }

    /** Where the job stands. */
    synchronized JobProgress progress() {
        Job job = ledger.job();
        Pace pace = steering.pace();
        boolean paused = pace.until() != null;
        return new JobProgress(
                job.importName(),
                job.id(),
                job.file(),
                stopping || held || steering.stopped() != null ? "stopping" : paused ? "paused" : "running",
                job.bytes(),
                offset,
                offsetAtStart,
                ledger.counts(),
                job.started(),
                pace.reason(),
                pace.until());
    }
}
