package io.github.bactrian.imports;

import io.github.bactrian.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one job from wherever it stands to its ending. Methods return null if that was not reached. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final String ROUTE_CHANGED =
            "the route was changed since the job began, so its remaining rows would be treated otherwise than the first;"
                    + " undo the change, or import the same file again to go on with the new route";
    private static final RowCounts NO_ROWS = new RowCounts(0, 0, 0, 0, 0);
    private static final Receipt.Calls NO_CALLS = new Receipt.Calls(0, 0, 0, 0);

    private final ImportSettings settings;
    private final Ledger ledger;
    private final JobTable table;
    private final Intake intake;
    private final Ending ending;
    private final ImportJob.Route route;
    private final Executor executor;
    private final String routeHash;
    private final Clock clock;
    private final Owner self = Owner.self();
    private @Nullable ImportJob current;
    private boolean stopping;

    JobRunner(
            ImportSettings settings,
            Ledger ledger,
            JobTable table,
            Intake intake,
            ImportJob.Route route,
            Executor executor,
            String routeHash) {
        this.settings = settings;
        this.ledger = ledger;
        this.table = table;
        this.intake = intake;
        this.ending = new Ending(table, new Folders(settings.directory()));
        this.route = route;
        this.executor = executor;
        this.routeHash = routeHash;
        this.clock = ledger.clock();
    }

    /** Puts the present job down; no other gets beyond its first row. */
    synchronized void stop() {
        stopping = true;
        if (current != null) {
            current.putDown();
        }
    }

    /** Where the present job stands, null if there is none. */
    synchronized @Nullable JobProgress progress() {
        return current == null ? null : current.progress();
    }

    /** Begins a job whose file has just been taken. */
    @Nullable
    Receipt begin(Job claimed, boolean force) throws IOException, InterruptedException {
        Job job;
        try {
            job = intake.identify(claimed, routeHash);
        } catch (IOException e) {
            return end(claimed, null, Status.FAILED, "the file cannot be read: " + e, NO_ROWS, NO_CALLS);
        }
        JobTable.Entry before =
                table.lastWithContent(settings.name(), job.sha256()).orElse(null);
        if (before != null && before.status().isUnfinished()) {
            return goOnInstead(before, job);
        }
        table.update(job, Status.RUNNING);
        if (before != null && !force && !settings.runSameContent()) {
            String reason = "job " + before.job().id() + " imported the same bytes ("
                    + before.job().file() + ")";
            return end(job, null, Status.SKIPPED, reason, NO_ROWS, NO_CALLS);
        }
        return work(job, true);
    }

    private @Nullable Receipt goOnInstead(JobTable.Entry unfinished, Job job) throws IOException, InterruptedException {
        LOG.info(
                "Import {}: {} has the bytes of job {}, which is not finished and goes on",
                settings.name(),
                job.file(),
                unfinished.job().id());
        Folders.move(job.work(), unfinished.job().work());
        table.delete(job);
        return goOn(unfinished, true);
    }

    /**
     * Goes on with a job that was left unfinished.
     *
     * @param asked whether somebody asked for it, and so accepts that its route may have changed
     */
    @Nullable
    Receipt goOn(JobTable.Entry entry, boolean asked) throws IOException, InterruptedException {
        Job job = entry.job();
        boolean there = Files.exists(job.work());
        if (entry.status() == Status.CLAIMED && there) {
            return begin(job, false);
        }
        if (entry.status() == Status.CLAIMED) {
            // another process may be about to move the file
            if (clock.instant().isAfter(job.started().plus(Owner.LEASE))) {
                table.delete(job);
            }
            return null;
        }
        if (entry.status() == Status.ENDING && !there && entry.endsAs() != null) {
            table.finish(job, entry.endsAs(), entry.reason(), false, clock.instant());
            return null;
        }
        return work(job, asked);
    }

    private @Nullable Receipt work(Job job, boolean asked) throws IOException, InterruptedException {
        Optional<Taken> taken = table.take(job, self);
        if (taken.isEmpty()) {
            return null;
        }
        RowCounts begun = taken.get().rows();
        if (!asked && begun.read() > 0 && !job.routeHash().equals(routeHash)) {
            return end(
                    job,
                    null,
                    Status.STOPPED,
                    ROUTE_CHANGED,
                    true,
                    begun,
                    taken.get().calls());
        }
        table.setRouteHash(job, routeHash);
        CsvFile input;
        try {
            if (Files.size(job.work()) != job.bytes()) {
                throw new UnreadableFileException("the file was changed while it was being imported");
            }
            input = CsvFile.open(job.work(), settings);
            if (input != null) {
                requireColumns(input);
            }
        } catch (IOException e) {
            Status status = begun.read() == 0 ? Status.FAILED : Status.INCOMPLETE;
            return end(job, null, status, message(e), begun, taken.get().calls());
        }
        return input == null
                ? end(job, null, Status.DONE, "the file holds no rows", NO_ROWS, NO_CALLS)
                : run(job, input, taken.get());
    }

    private static String message(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "the file is gone from the work folder";
        }
        return e instanceof UnreadableFileException ? String.valueOf(e.getMessage()) : "the file cannot be read: " + e;
    }

    private void requireColumns(CsvFile input) throws UnreadableFileException {
        Set<String> needed = new HashSet<>(settings.secretFields());
        needed.addAll(settings.key());
        for (String column : needed) {
            if (!input.columns().contains(column)) {
                throw new UnreadableFileException("the header has no column '" + column + "', which import:"
                        + settings.name() + " names in " + (settings.key().contains(column) ? "key" : "secretFields")
                        + NearestName.didYouMean(column, input.columns()) + "; it has: "
                        + String.join(String.valueOf(input.delimiter()), input.columns()));
            }
        }
    }

    private @Nullable Receipt run(Job job, CsvFile input, Taken taken) throws IOException, InterruptedException {
        CallMarks marks = CallMarks.create(table.marksFile(job, taken.fence()));
        JobLedger rows = new JobLedger(ledger, job, taken, input.start(), marks);
        try (RowReader reader = new RowReader(settings, input, rows, new RowIds(table.secret()))) {
            String start = taken.fence() == 1
                    ? "begins"
                    : "goes on at row " + rows.position().record();
            LOG.info("Import {}, job {} {}: {} ({} bytes)", settings.name(), job.id(), start, job.file(), job.bytes());
            ImportJob running = new ImportJob(settings, rows, reader, route, executor, clock);
            ImportJob.Result result = run(running);
            if (result.status() == null) {
                rows.putDown(result.clean());
                LOG.info(
                        "Import {}, job {} is put down at row {} and goes on at the next start",
                        settings.name(),
                        job.id(),
                        rows.counts().read());
                return null;
            }
            ledger.forget(rows);
            table.plan(job, result.status(), result.reason());
            return end(job, input, result, rows);
        } finally {
            ledger.forget(rows);
        }
    }

    private ImportJob.Result run(ImportJob job) throws IOException, InterruptedException {
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

    private Receipt end(Job job, CsvFile input, ImportJob.Result result, JobLedger rows) throws IOException {
        Status status = java.util.Objects.requireNonNull(result.status());
        RowCounts counts = rows.counts();
        String reason = result.reason();
        if (status != Status.STOPPED && counts.read() != counts.ended()) {
            throw new IllegalStateException("job " + job.id() + ": the counts do not add up: " + counts);
        }
        if (status != Status.STOPPED && Files.exists(job.work()) && Files.size(job.work()) != job.bytes()) {
            status = Status.INCOMPLETE;
            reason = "the file was changed while it was being imported";
        }
        return end(
                job,
                input,
                status,
                reason,
                result.byDecision(),
                counts,
                rows.calls().total());
    }

    private Receipt end(
            Job job,
            @Nullable CsvFile input,
            Status status,
            @Nullable String reason,
            RowCounts rows,
            Receipt.Calls calls)
            throws IOException {
        return end(job, input, status, reason, false, rows, calls);
    }

    private Receipt end(
            Job job,
            @Nullable CsvFile input,
            Status status,
            @Nullable String reason,
            boolean byDecision,
            RowCounts rows,
            Receipt.Calls calls)
            throws IOException {
        Receipt receipt = ending.end(job, input, status, reason, byDecision, rows, calls, clock.instant());
        String line = "Import {}, job {} ended {}: {} rows read, {} done, {} rejected, {} skipped, {} unknown{}";
        Object[] values = {
            settings.name(),
            job.id(),
            status.word(),
            rows.read(),
            rows.done(),
            rows.rejected(),
            rows.skipped(),
            rows.unknown(),
            reason == null ? "" : ": " + reason
        };
        if (status == Status.STOPPED || status == Status.INCOMPLETE || status == Status.FAILED) {
            LOG.error(line, values);
        } else {
            LOG.info(line, values);
        }
        return receipt;
    }
}
