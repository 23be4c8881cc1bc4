package io.github.bactrian.imports;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the rows of one file through the route: reads them in order, keeps at most {@code parallel} in flight, and gives
 * each its outcome. The calling thread reads, a little ahead; the executor's threads run the rows.
 */
final class ImportJob {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(12);

    private final ImportSettings settings;
    private final JobLedger ledger;
    private final RowReader reader;
    private final Executor executor;
    private final Clock clock;
    private final Steering steering;
    private final RowQueue queue;
    private final Consequences consequences;
    private final Attempt attempt;
    private final Flights flights;
    private int inFlight;
    private boolean stopping;
    private boolean held;
    private @Nullable Throwable broken;
    private long stopBy;
    private long offset;

    ImportJob(
            ImportSettings settings,
            JobLedger ledger,
            RowReader reader,
            RowRoute route,
            Executor executor,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.reader = reader;
        this.executor = executor;
        this.clock = clock;
        this.steering = new Steering(settings, ledger, clock);
        this.queue = new RowQueue(
                settings.parallel(), settings.chunk(), ledger.before().suspects());
        this.consequences = new Consequences(ledger, queue, steering, new Doubts(settings.onUnknown(), ledger, clock));
        this.attempt = new Attempt(settings, route, consequences, clock);
        this.flights = new Flights(ledger.job());
        this.offset = reader.offset();
    }

    /**
     * Runs until all rows have ended, or the job stops, or is put down. Unless all have ended, all that happened is durable then.
     *
     * @throws LedgerException if nothing can be recorded any more
     */
    RunResult run() throws IOException, InterruptedException {
        boolean orderly = false;
        try {
            while (isToRead()) {
                read();
            }
            boolean drained = drain();
            failIfBroken();
            RunResult result = result(drained);
            if (!result.isEnd()) {
                ledger.flush();
            }
            orderly = true;
            return result;
        } finally {
            if (!orderly) {
                // the job will be taken up again: nothing may be sent for it here meanwhile
                ledger.giveUp();
                drain();
            }
        }
    }

    /** An error between a row's end and its record leaves a row that is nowhere: the job begins again from what was recorded. */
    private synchronized void failIfBroken() {
        if (broken != null) {
            throw new IllegalStateException(
                    "an error struck while a row's end was recorded; the job is taken up again: " + broken, broken);
        }
    }

    private synchronized RunResult result(boolean drained) {
        Steering.Stopped stop = steering.stopped();
        if ((stopping || held) && (stop == null || !drained)) {
            return RunResult.putDown(drained);
        }
        return stop == null ? RunResult.ended(ledger.counts(), reader.unreadable()) : RunResult.stopped(stop);
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

    /** Starts what may start until another row is to be read; returns false when the job is over. */
    private synchronized boolean isToRead() throws IOException, InterruptedException {
        while (!isOver()) {
            ledger.assertHeld();
            Instant now = clock.instant();
            flights.tellWhatHangs(now);
            steering.stopIfPausedTooLong(now);
            startAll(now);
            if (queue.hasRoom() && !isOver()) {
                return true;
            }
            if (!isOver()) {
                wait(steering.pace().millisUntilStart(now, queue.nextAt()));
            }
        }
        return false;
    }

    private void read() throws IOException, InterruptedException {
        Task row = reader.next();
        synchronized (this) {
            offset = reader.offset();
            queue.readAhead(ledger.readSoon());
            queue.add(row);
        }
    }

    private synchronized boolean isOver() {
        return stopping || held || broken != null || steering.stopped() != null || (queue.isEmpty() && inFlight == 0);
    }

    private void startAll(Instant now) {
        for (List<Task> rows = take(now); !rows.isEmpty(); rows = take(now)) {
            // here, so that new threads need not wait for the lock, which the reader has nearly all the time at first
            Flight first = takeOff(rows);
            try {
                executor.execute(LogKeys.of(ledger.job(), () -> work(first)));
            } catch (RuntimeException | Error e) {
                land(first);
                throw e;
            }
        }
    }

    /** The rows of the next exchange, which are in flight from now on; none if none may start now. */
    private List<Task> take(Instant now) {
        while (!isOver() && steering.pace().mayStart(inFlight, now)) {
            List<Task> rows = queue.poll(now, inFlight == 0);
            if (rows.isEmpty()) {
                break;
            }
            List<Task> running = consequences.begin(rows);
            if (!running.isEmpty()) {
                return running;
            }
        }
        return List.of();
    }

    /** Runs rows, and whatever may start when they have ended: handing that to another thread costs more than a row. */
    private void work(Flight first) {
        for (Flight flight = first; flight != null; flight = run(flight)) {}
    }

    private Flight takeOff(List<Task> rows) {
        RowCalls calls = new RowCalls(
                ledger.calls(),
                new RowPermit(ledger, settings, rows),
                rows.stream().map(Task::open).toList(),
                attempts(rows));
        Flight flight = new Flight(rows, calls);
        flights.begin(flight);
        inFlight++;
        return flight;
    }

    private void land(Flight flight) {
        inFlight--;
        flights.end(flight);
    }

    /** When a row that waits is to run; {@link Instant#MAX} if none waits for its time. */
    synchronized Instant due() {
        return steering.pace().due(clock.instant(), queue.nextAt(), Instant.MAX);
    }

    /** The clock has been set. */
    synchronized void wake() {
        notifyAll();
    }

    private synchronized boolean drain() throws InterruptedException {
        while (inFlight > 0 && (!stopping || System.nanoTime() - stopBy < 0)) {
            wait(200);
        }
        return inFlight == 0;
    }

    /** Returns what this thread is to run next, null if there is nothing. The lock is asked for once a row: many wait for it. */
    private @Nullable Flight run(Flight flight) {
        Runnable settlement = attempt.run(flight.boarded().rows(), flight.calls());
        synchronized (this) {
            land(flight);
            try {
                flight.rows().get(0).failedBefore = flight.calls().failed();
                settlement.run();
                return next(clock.instant());
            } catch (RuntimeException | Error e) {
                broken = e;
                notifyAll();
                return null;
            }
        }
    }

    private @Nullable Flight next(Instant now) {
        List<Task> rows = take(now);
        Flight next = rows.isEmpty() ? null : takeOff(rows);
        if (next == null || queue.isLow() || steering.pace().mayStart(inFlight, now)) {
            notifyAll();
        }
        return next;
    }

    /** How often a call for these rows may be made yet; a probe's calls are no attempts of its row. */
    private static int attempts(List<Task> rows) {
        int most = 0;
        for (Task row : rows) {
            most = Math.max(most, row.attempts);
        }
        return rows.get(0).asking ? Integer.MAX_VALUE : Steering.MOST_ATTEMPTS - most;
    }

    /** Why rows take long though no pause holds them; null if nothing is known. */
    private @Nullable String slow() {
        return flights.hanging() == null ? ledger.calls().learned() : flights.hanging();
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
                reader.offsetAtStart(),
                ledger.counts(),
                job.started(),
                pace.reason() == null ? slow() : pace.reason(),
                pace.until());
    }
}
