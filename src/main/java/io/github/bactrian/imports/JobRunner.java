package io.github.bactrian.imports;

import io.github.bactrian.NearestName;
import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.UnreadableFileException;
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

    private final ImportSettings settings;
    private final Ledger ledger;
    private final JobTable table;
    private final Takeover takeover;
    private final MarksFiles marks;
    private final Intake intake;
    private final Ending ending;
    private final ImportJob.Route route;
    private final Executor executor;
    private final String routeHash;
    private final Clock clock;
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
        this.takeover = new Takeover(ledger, Owner.self());
        this.marks = new MarksFiles(ledger);
        this.ending = new Ending(ledger, new Folders(settings.directory()));
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

    /** Removes what jobs that have ended could not remove. */
    void sweep() throws IOException {
        for (JobTable.Entry ended : table.ended(settings.name())) {
            marks.discard(ended.job());
        }
    }

    /** Begins a job whose file has just been taken. */
    @Nullable
    Receipt begin(Job claimed, boolean force) throws IOException, InterruptedException {
        Job job;
        try {
            job = intake.identify(claimed, routeHash);
        } catch (IOException e) {
            return endAtOnce(claimed, JobEnd.withoutRows(Status.FAILED, "the file cannot be read: " + e));
        }
        JobTable.Entry before = table.lastWithContent(job).orElse(null);
        if (before != null && before.status().isUnfinished()) {
            return goOnInstead(before, job);
        }
        if (before != null && !force && !settings.runSameContent()) {
            table.identify(job, Status.CLAIMED);
            String reason = "job " + before.job().id() + " imported the same bytes, and ended "
                    + before.status().word() + " ("
                    + before.job().file() + ")";
            return endAtOnce(job, JobEnd.withoutRows(Status.SKIPPED, reason));
        }
        table.identify(job, Status.RUNNING);
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
        if (takeover.isHeldByAnother(job)) {
            return null;
        }
        boolean there = Files.exists(job.work());
        if (entry.status() == Status.CLAIMED) {
            if (there) {
                return begin(job, false);
            }
            intake.forget(job);
            return null;
        }
        Status endsAs = entry.status() == Status.ENDING ? entry.endsAs() : null;
        if (endsAs == Status.SKIPPED || endsAs == Status.FAILED) {
            return end(job, null, JobEnd.withoutRows(endsAs, String.valueOf(entry.reason())));
        }
        if (endsAs != null && !there) {
            // killed between its last two steps: the file is in its place
            table.finish(job, endsAs, entry.reason(), clock.instant());
            return null;
        }
        return work(job, asked);
    }

    private @Nullable Receipt work(Job job, boolean asked) throws IOException, InterruptedException {
        Optional<Taken> found = takeover.take(job);
        if (found.isEmpty()) {
            return null;
        }
        Taken taken = found.get();
        // what they said is in the ledger now
        marks.discard(job);
        if (!asked && taken.read() > 0 && !job.routeHash().equals(routeHash)) {
            return end(job, null, new JobEnd(Status.STOPPED, ROUTE_CHANGED, true, taken.rows(), taken.calls()));
        }
        table.setRouteHash(job, routeHash);
        RecordFile input;
        try {
            if (Files.size(job.work()) != job.bytes()) {
                throw new UnreadableFileException("the file was changed while it was being imported");
            }
            input = RecordFile.open(job.work(), job.file(), settings.reading());
            if (input != null) {
                requireColumns(input);
            }
        } catch (IOException e) {
            RowCounts rows = takeover.abandon(job, taken, message(e));
            Status status = rows.read() == 0 ? Status.FAILED : Status.INCOMPLETE;
            return endAtOnce(job, new JobEnd(status, message(e), false, rows, taken.calls()));
        }
        return input == null
                ? endAtOnce(job, JobEnd.withoutRows(Status.DONE, "the file holds no rows"))
                : run(job, input, taken);
    }

    private static String message(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "the file is gone from the work folder";
        }
        return e instanceof UnreadableFileException ? String.valueOf(e.getMessage()) : "the file cannot be read: " + e;
    }

    private void requireColumns(RecordFile input) throws UnreadableFileException {
        Set<String> needed = new HashSet<>(settings.secretFields());
        needed.addAll(settings.key());
        for (String column : input.columns().isEmpty() ? Set.<String>of() : needed) {
            if (!input.columns().contains(column)) {
                throw new UnreadableFileException("the header has no column '" + column + "', which import:"
                        + settings.name() + " names in " + (settings.key().contains(column) ? "key" : "secretFields")
                        + NearestName.didYouMean(column, input.columns()) + "; it has: "
                        + String.join(", ", input.columns()));
            }
        }
    }

    private @Nullable Receipt run(Job job, RecordFile input, Taken taken) throws IOException, InterruptedException {
        JobLedger rows = new JobLedger(ledger, job, taken, input.start(), marks.create(job, taken.fence()));
        RowIds ids = new RowIds(table.secret(), table.rootSha256(job));
        try (RowReader reader = new RowReader(settings, input, rows, ids)) {
            String start = taken.fence() == 1
                    ? "begins"
                    : "goes on at row " + rows.position().record();
            LOG.info("Import {}, job {} {}: {} ({} bytes)", settings.name(), job.id(), start, job.file(), job.bytes());
            ImportJob.Result result = run(new ImportJob(settings, rows, reader, route, executor, clock));
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
            JobEnd end = end(job, result, rows);
            if (end.status() != Status.STOPPED) {
                table.plan(job, end);
            }
            return end(job, input, end);
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

    private static JobEnd end(Job job, ImportJob.Result result, JobLedger rows) throws IOException {
        Status status = java.util.Objects.requireNonNull(result.status());
        RowCounts counts = rows.counts();
        Receipt.Calls calls = rows.calls().total();
        if (status != Status.STOPPED && counts.read() != counts.ended()) {
            throw new IllegalStateException("job " + job.id() + ": the counts do not add up: " + counts);
        }
        if (status != Status.STOPPED && (!Files.exists(job.work()) || Files.size(job.work()) != job.bytes())) {
            String reason = "the file was changed while it was being imported";
            return new JobEnd(Status.INCOMPLETE, reason, false, counts, calls);
        }
        return new JobEnd(status, result.reason(), result.byDecision(), counts, calls);
    }

    private Receipt endAtOnce(Job job, JobEnd end) throws IOException {
        table.plan(job, end);
        return end(job, null, end);
    }

    private static String whereabouts(JobEnd end) {
        return switch (end.status()) {
            case FAILED, INCOMPLETE -> ". It is in failed/: mend it and drop it again";
            case STOPPED ->
                ". Its place is kept: it goes on " + (end.byDecision() ? "" : "at the next start, or ")
                        + "when the same file is imported again";
            default -> "";
        };
    }

    private Receipt end(Job job, @Nullable RecordFile input, JobEnd end) throws IOException {
        Receipt receipt = ending.end(job, input, end, clock.instant());
        RowCounts rows = end.rows();
        String line = "Import {}, job {} ({}) ended {}: {} rows read, {} done, {} rejected, {} skipped, {} unknown{}";
        Object[] values = {
            settings.name(),
            job.id(),
            job.file(),
            end.status().word(),
            rows.read(),
            rows.done(),
            rows.rejected(),
            rows.skipped(),
            rows.unknown(),
            (end.reason() == null ? "" : ": " + end.reason()) + whereabouts(end)
        };
        switch (end.status()) {
            case STOPPED, INCOMPLETE, FAILED -> LOG.error(line, values);
            default -> LOG.info(line, values);
        }
        return receipt;
    }
}
