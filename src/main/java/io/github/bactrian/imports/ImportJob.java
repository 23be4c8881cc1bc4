package io.github.bactrian.imports;

import io.github.bactrian.imports.Verdict.Stop;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
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

    /** Runs the import's routes. */
    interface Route {
        /** Runs the route once for these rows to the end; what went wrong is in the exchange. */
        Exchange run(List<JobRow> rows, RowCalls calls);

        /** Runs the probe once for this row to the end; what went wrong is in the exchange. */
        Exchange ask(JobRow row, RowCalls calls);
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
    private final ImportSettings settings;
    private final RowReader reader;
    private final Route route;
    private final Executor executor;
    private final Clock clock;
    private final Steering steering;
    private final Doubts doubts;
    private final RowQueue queue;
    private final Set<Flight> flights = new HashSet<>();
    private int inFlight;
    private @Nullable String hanging;
    private boolean stopping;
    private boolean held;
    private long stopBy;
    private @Nullable UnreadableFileException unreadable;
    private final long offsetAtStart;
    private long offset;

    ImportJob(
            ImportSettings settings, JobLedger ledger, RowReader reader, Route route, Executor executor, Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.reader = reader;
        this.route = route;
        this.executor = executor;
        this.clock = clock;
        this.steering = new Steering(settings, ledger, clock);
        this.doubts = new Doubts(settings.onUnknown(), ledger, clock);
        this.queue = new RowQueue(
                settings.parallel(), settings.chunk(), ledger.before().suspects());
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
            for (List<Task> rows = next(); !rows.isEmpty(); rows = next()) {
                start(rows);
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

    /** The rows of the next exchange; none if the job is over. */
    private List<Task> next() throws IOException, InterruptedException {
        while (true) {
            List<Task> rows = nextReady();
            if (!rows.isEmpty() || isOver()) {
                return rows;
            }
            Task read = read();
            synchronized (this) {
                offset = reader.offset();
                queue.add(read);
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
        return stopping || held || steering.stopped() != null || (queue.isEmpty() && inFlight == 0);
    }

    /** Rows that may start now; none if the job is over, or if another row is to be read. */
    private synchronized List<Task> nextReady() throws InterruptedException {
        while (!isOver()) {
            Instant now = clock.instant();
            tellWhatHangs(now);
            if (steering.stopIfPausedTooLong(now)) {
                return List.of();
            }
            if (steering.pace().mayStart(inFlight, now)) {
                List<Task> rows = queue.poll(now, inFlight == 0);
                inFlight += rows.isEmpty() ? 0 : 1;
                if (!rows.isEmpty() || queue.hasRoom()) {
                    return rows;
                }
            }
            wait(millisUntilSomethingIsDue(now));
        }
        return List.of();
    }

    private void tellWhatHangs(Instant now) {
        for (Flight flight : flights) {
            String what = flight.hangs(now);
            if (what != null) {
                hanging = what;
                LOG.warn(
                        "Import {}, job {}: {}. If it never ends, kill the process twice: then the row is set aside",
                        settings.name(),
                        ledger.job().id(),
                        what);
            }
        }
    }

    private long millisUntilSomethingIsDue(Instant now) {
        Instant due = now.plusSeconds(1);
        for (Instant at : new Instant[] {steering.pace().until(), queue.nextAt()}) {
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

    private void start(List<Task> rows) {
        List<Task> running = new ArrayList<>();
        synchronized (this) {
            for (Task task : rows) {
                Verdict decided = decided(task);
                if (decided != null) {
                    settle(task, decided);
                } else {
                    task.pace = steering.pace().mark();
                    task.doneAtFirst = task.attempts++ == 0 ? ledger.counts().done() : task.doneAtFirst;
                    running.add(task);
                }
            }
            inFlight -= running.isEmpty() ? 1 : 0;
        }
        if (!running.isEmpty()) {
            executor.execute(() -> run(running));
        }
    }

    private @Nullable Verdict decided(Task task) {
        if (task.decided != null || task.asking) {
            return task.decided;
        }
        return queue.isBlocked(task) || ledger.before().isBlocked(task.row().keyHash())
                ? Verdict.ended(
                        Outcome.REJECTED,
                        "not sent, because an earlier row with the same key ended unknown; settle that one first")
                : null;
    }

    private void run(List<Task> rows) {
        RowCalls calls = new RowCalls(
                ledger.calls(),
                ledger::assertMaySend,
                rows.stream().map(Task::open).toList());
        Flight flight = new Flight(rows, calls);
        synchronized (this) {
            flights.add(flight);
        }
        Runnable settlement;
        try {
            settlement = rows.get(0).asking ? ask(rows.get(0), calls) : verdicts(rows, calls);
        } catch (RuntimeException | Error e) {
            settlement = broken(rows, calls, e);
        }
        synchronized (this) {
            inFlight--;
            flights.remove(flight);
            settlement.run();
            notifyAll();
        }
    }

    private Runnable verdicts(List<Task> rows, RowCalls calls) {
        Exchange exchange = route.run(rows.stream().map(Task::row).toList(), calls);
        List<Verdict> verdicts = ChunkJudge.judge(calls.end(), exchange, rows.size(), clock.instant());
        return settlement(rows, verdicts);
    }

    private Runnable broken(List<Task> rows, RowCalls calls, Throwable e) {
        long row = rows.get(0).number();
        LOG.error("Row {} of job {} could not be run: {}", row, ledger.job().id(), e.toString(), e);
        boolean acted = calls.end().stream().anyMatch(RowCalls.Made::mayHaveActed);
        String reason = "the row could not be run to its end: " + e;
        Verdict.JobEffect effect = e instanceof OutOfMemoryError ? new Verdict.Alone(reason) : new Stop(reason);
        Verdict verdict = new Verdict(acted ? Outcome.UNKNOWN : null, reason, effect);
        return settlement(rows, Collections.nCopies(rows.size(), verdict));
    }

    /** To be run under the lock. Rows that ended come first: what they show counts for those that go on. */
    private Runnable settlement(List<Task> rows, List<Verdict> verdicts) {
        UnaryOperator<String> mask =
                Reason.mask(rows.stream().map(task -> task.row().row()).toList(), settings.secretFields());
        List<Verdict> masked =
                verdicts.stream().map(verdict -> verdict.reworded(mask)).toList();
        return () -> {
            for (boolean ended : new boolean[] {true, false}) {
                for (int i = 0; i < rows.size(); i++) {
                    if ((masked.get(i).outcome() != null) == ended) {
                        settle(rows.get(i), masked.get(i));
                    }
                }
            }
        };
    }

    private Runnable ask(Task task, RowCalls calls) {
        Exchange exchange = route.ask(task.row(), calls);
        UnaryOperator<String> mask = Reason.mask(List.of(task.row().row()), settings.secretFields());
        Probe.Result result = Probe.read(calls.end(), exchange).reworded(mask);
        return () -> {
            Verdict held = steering.apply(task, Verdict.again(result.job()));
            boolean later = result.answer() == null && held.outcome() == null;
            conclude(task, later ? held : doubts.answered(task, result, held.reason()));
        };
    }

    /** Lets a verdict, free of row content, take effect on the job and the row. */
    private void settle(Task task, Verdict verdict) {
        Verdict end = steering.apply(task, verdict);
        conclude(task, end.outcome() == Outcome.UNKNOWN ? doubts.doubted(task, String.valueOf(end.reason())) : end);
    }

    private void conclude(Task task, Verdict end) {
        if (end.outcome() == null) {
            task.open().mark(0);
            if (end.job() instanceof Verdict.Alone) {
                queue.suspect(task);
            }
            queue.again(task);
        } else {
            ledger.end(task.open(), end.outcome(), end.reason(), task.row().keyHash());
            queue.ended(task, end.outcome());
            steering.ended(task, end.outcome());
        }
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
                pace.reason() == null && !flights.isEmpty() ? hanging : pace.reason(),
                pace.until());
    }
}
