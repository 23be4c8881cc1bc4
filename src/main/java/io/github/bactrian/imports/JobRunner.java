package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one job from wherever it stands as far as it comes. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    /** The fence of a job that no process has taken up yet. */
    private static final long UNTAKEN = 0;

    static final String BY_AN_OPERATOR = "an operator stopped it";

    private final ImportSettings settings;
    private final JobTable table;
    private final Takeover takeover;
    private final MarksFiles marks;
    private final Intake intake;
    private final Orders orders;
    private final UnknownRows unknownRows;
    private final Ending ending;
    private final JobRun run;
    private final String routeHash;

    /**
     * What came of a job.
     *
     * @param job the one that was worked on: another one, unfinished, if it has the same bytes
     * @param receipt null if it did not come to an ending
     */
    record Worked(String job, @Nullable Receipt receipt) {}

    JobRunner(ImportSettings settings, Ledger ledger, Intake intake, Ending ending, JobRun run, String routeHash) {
        this.settings = settings;
        this.table = new JobTable(ledger);
        this.intake = intake;
        this.takeover = new Takeover(ledger, Owner.self());
        this.marks = new MarksFiles(ledger);
        this.orders = new Orders(ledger);
        this.unknownRows = new UnknownRows(settings, ledger);
        this.ending = ending;
        this.run = run;
        this.routeHash = routeHash;
    }

    /** Removes what jobs that have ended could not remove. */
    void sweep() throws IOException {
        for (JobTable.Entry ended : table.ended(settings.name())) {
            marks.discard(ended.job());
        }
    }

    /** Begins a job whose file has just come into the work folder. */
    Worked begin(Job claimed, Arrival arrival) throws IOException, InterruptedException {
        Job job;
        try {
            job = intake.identify(claimed, routeHash);
        } catch (AccessDeniedException | NoSuchFileException | UnreadableFileException e) {
            // all else may pass, as a network that is down does: it is tried again
            JobEnd unreadable = JobEnd.withoutRows(Status.FAILED, JobFile.fault(e));
            return new Worked(claimed.id(), ending.endAtOnce(claimed, UNTAKEN, unreadable));
        }
        JobTable.Entry before = table.lastWithContent(job).orElse(null);
        if (before != null && !before.status().isFinal() && arrival.isByHand()) {
            return goOnInstead(before, job);
        }
        if (before != null && !(before.status().isFinal() && (arrival.isForced() || settings.runSameContent()))) {
            return endUnread(job, Status.SKIPPED, sameBytes(before));
        }
        String refusal = unknownRows.refusal(job, arrival);
        if (refusal != null) {
            return endUnread(job, Status.FAILED, refusal);
        }
        return new Worked(job.id(), run.work(job, false));
    }

    /** Whether a job was stopped because its routes were changed, and they are not as they were again. */
    boolean isStoppedByChange(JobTable.Entry entry) {
        return JobRun.ROUTE_CHANGED.equals(entry.reason())
                && !entry.job().routeHash().equals(routeHash);
    }

    private Worked endUnread(Job job, Status status, String reason) throws IOException {
        table.identify(job, Status.CLAIMED);
        return new Worked(job.id(), ending.endAtOnce(job, UNTAKEN, JobEnd.withoutRows(status, reason)));
    }

    private static String sameBytes(JobTable.Entry before) {
        return before.status().isFinal()
                ? "job " + before.job().id() + " imported the same bytes, and ended "
                        + before.status().word() + " (" + before.job().file() + ")"
                : "job " + before.job().id() + " has the same bytes, and is not finished";
    }

    private Worked goOnInstead(JobTable.Entry unfinished, Job job) throws IOException, InterruptedException {
        LOG.info(
                "Import {}: {} has the bytes of job {}, which is not finished and goes on",
                settings.name(),
                job.file(),
                unfinished.job().id());
        Folders.move(job.work(), unfinished.job().work());
        if (unfinished.status() == Status.STOPPED) {
            // before its double goes: whoever waits for that one finds this one at work
            orders.resume(unfinished.job(), true);
        }
        table.delete(job);
        return goOn(unfinished, true);
    }

    /**
     * Goes on with a job that was left unfinished.
     *
     * @param asked whether somebody asked for it, and so accepts that its route may have changed
     */
    Worked goOn(JobTable.Entry entry, boolean asked) throws IOException, InterruptedException {
        Job job = entry.job();
        Worked notNow = new Worked(job.id(), null);
        if (takeover.isHeldByAnother(job)) {
            return notNow;
        }
        if (entry.hold() == Hold.STOP) {
            return new Worked(job.id(), ending.putAside(job, entry.fence(), BY_AN_OPERATOR));
        }
        if (entry.status() == Status.CLAIMED) {
            return takeover.claim(job) && intake.arrive(job) ? begin(job, entry.arrival()) : notNow;
        }
        Status endsAs = entry.status() == Status.ENDING ? entry.endsAs() : null;
        if (endsAs == Status.SKIPPED || endsAs == Status.FAILED) {
            JobEnd end = JobEnd.withoutRows(endsAs, String.valueOf(entry.reason()));
            return new Worked(job.id(), ending.end(job, entry.fence(), null, end));
        }
        if (endsAs != null && !Files.exists(job.work())) {
            // killed between its last two steps: the file is in its place
            return new Worked(job.id(), ending.endInPlace(job, entry.fence(), endsAs));
        }
        return new Worked(job.id(), run.work(job, asked));
    }
}
