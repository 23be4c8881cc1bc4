package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.RecordFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the rows of one job at a time, and can be told meanwhile to put it down. */
final class JobRun {
    static final String ROUTE_CHANGED =
            "the route was changed since the job began, so its remaining rows would be treated otherwise than the"
                    + " first; undo the change and restart, or go on with the new route: bactrian jobs resume"
                    + " --accept-change";

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final ImportSettings settings;
    private final Ledger ledger;
    private final JobTable table;
    private final Takeover takeover;
    private final MarksFiles marks;
    private final Ending ending;
    private final RowRoute route;
    private final Executor executor;
    private final String routeHash;
    private final Clock clock;
    private @Nullable ImportJob current;
    private boolean stopping;

    JobRun(ImportSettings settings, Ledger ledger, Ending ending, RowRoute route, Executor executor, String routeHash) {
        this.settings = settings;
        this.ledger = ledger;
        this.table = new JobTable(ledger);
        this.takeover = new Takeover(ledger, Owner.self());
        this.marks = new MarksFiles(ledger);
        this.ending = ending;
        this.route = route;
        this.executor = executor;
        this.routeHash = routeHash;
        this.clock = ledger.clock();
    }

    /** The process stops: puts the present job down within 12 s; no other gets beyond its first row. */
    synchronized void stop() {
        stopping = true;
        if (current != null) {
            current.putDown();
        }
    }

    /** Puts the present job down when its rows in flight have ended; it goes on later. */
    synchronized void hold() {
        if (current != null) {
            current.hold();
        }
    }

    /** Stops the present job when its rows in flight have ended. */
    synchronized void halt(String reason) {
        if (current != null) {
            current.stop(reason);
        }
    }

    /** When a row of the present job that waits is to run; {@link Instant#MAX} if none waits for its time. */
    synchronized Instant due() {
        return current == null ? Instant.MAX : current.due();
    }

    /** The clock has been set. */
    synchronized void wake() {
        if (current != null) {
            current.wake();
        }
    }

    /** Where the present job stands, null if there is none. */
    synchronized @Nullable JobProgress progress() {
        return current == null ? null : current.progress();
    }

    /**
     * Runs the rows that have not ended.
     *
     * @param asked whether somebody asked for it, and so accepts that its route may have changed
     * @return null if the job was put down, or another process has it
     */
    @Nullable
    Receipt work(Job job, boolean asked) throws IOException, InterruptedException {
        Optional<Taken> found = takeover.take(job);
        if (found.isEmpty()) {
            return null;
        }
        Taken taken = found.get();
        // what they said is in the ledger now
        marks.discardAllBut(taken.marks(), job);
        boolean accepted = asked || taken.read() == 0 || new Orders(ledger).isChangeAccepted(job);
        if (!accepted && !job.routeHash().equals(routeHash)) {
            return ending.end(
                    job,
                    taken.fence(),
                    null,
                    new JobEnd(Status.STOPPED, ROUTE_CHANGED, false, taken.rows(), taken.calls()));
        }
        if (asked || !job.routeHash().equals(routeHash)) {
            table.setRouteHash(job, routeHash);
        }
        return open(job.through(routeHash), taken);
    }

    private @Nullable Receipt open(Job job, Taken taken) throws IOException, InterruptedException {
        RecordFile input;
        try {
            input = JobFile.open(job, settings, taken.fence() == 1);
        } catch (IOException e) {
            RowCounts rows = takeover.abandon(job, taken, JobFile.fault(e));
            Status status = rows.read() == 0 ? Status.FAILED : Status.INCOMPLETE;
            return ending.endAtOnce(
                    job, taken.fence(), new JobEnd(status, JobFile.fault(e), false, rows, taken.calls()));
        }
        return input == null
                ? ending.endAtOnce(job, taken.fence(), JobEnd.withoutRows(Status.DONE, "the file holds no rows"))
                : run(job, input, taken);
    }

    private @Nullable Receipt run(Job job, RecordFile input, Taken taken) throws IOException, InterruptedException {
        JobLedger rows = new JobLedger(ledger, job, taken, input.start());
        RowIds ids = RowIds.of(ledger, job);
        try (RowReader reader = new RowReader(settings, input, rows, ids)) {
            LogKeys.add(LOG.atInfo(), job)
                    .log("Import {}, job {} {}: {}", settings.name(), job.id(), beginning(taken, rows), job.file());
            RunResult result = run(new ImportJob(settings, rows, reader, route, executor, clock));
            if (result.status() == null) {
                rows.putDown(result.clean());
                if (result.clean()) {
                    marks.discard(job);
                }
                LogKeys.add(LOG.atInfo(), job)
                        .log(
                                "Import {}, job {} is put down at row {}",
                                settings.name(),
                                job.id(),
                                rows.counts().read());
                return null;
            }
            ledger.forget(rows);
            JobEnd end = end(job, result, rows);
            if (end.status() != Status.STOPPED) {
                rows.flush(end);
            }
            return ending.end(job, taken.fence(), input, end);
        } finally {
            ledger.forget(rows);
        }
    }

    private static String beginning(Taken taken, JobLedger rows) {
        return taken.fence() == 1
                ? "begins"
                : "goes on at row " + (rows.counts().ended() + 1) + " ("
                        + rows.counts().ended() + " have ended)";
    }

    private RunResult run(ImportJob job) throws IOException, InterruptedException {
        synchronized (this) {
            current = job;
            if (stopping) {
                job.putDown();
            }
        }
        try {
            return job.run();
        } finally {
            synchronized (this) {
                current = null;
            }
        }
    }

    private static JobEnd end(Job job, RunResult result, JobLedger rows) throws IOException {
        Status status = Objects.requireNonNull(result.status());
        RowCounts counts = rows.counts();
        Receipt.Calls calls = rows.calls().total();
        if (status != Status.STOPPED && counts.read() != counts.ended()) {
            throw new IllegalStateException("job " + job.id() + ": the counts do not add up: " + counts);
        }
        if (status != Status.STOPPED && !JobFile.isUnchanged(job)) {
            return new JobEnd(Status.INCOMPLETE, JobFile.CHANGED, false, counts, calls);
        }
        return new JobEnd(status, result.reason(), result.byDecision(), counts, calls);
    }
}
