package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Puts a job's files in their places. Each step can be repeated, so a process killed midway only does it again. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Ledger ledger;
    private final JobEnds ends;
    private final JobStates states;
    private final MarksFiles marks;
    private final Folders folders;
    private final Clock clock;

    Ending(Ledger ledger, Folders folders) {
        this.ledger = ledger;
        this.ends = new JobEnds(ledger);
        this.states = new JobStates(ledger);
        this.marks = new MarksFiles(ledger);
        this.folders = folders;
        this.clock = ledger.clock();
    }

    /** Ends a job whose rows, if it has any, are not in its file any more. */
    Receipt endAtOnce(Job job, long fence, JobEnd end) throws IOException {
        ends.plan(job, fence, end);
        return end(job, fence, null, end);
    }

    /** Stops a job that nobody works on. */
    Receipt putAside(Job job, long fence, String reason) throws IOException {
        Receipt soFar = receiptSoFar(job);
        return end(job, fence, null, new JobEnd(Status.STOPPED, reason, true, soFar.rows(), soFar.calls()));
    }

    /** Ends a job whose file and receipt are in their places already. */
    Receipt endInPlace(Job job, long fence, Status status) throws IOException {
        Receipt receipt = ReceiptFile.read(folders.after(status).resolve(job.fileName()));
        ends.finish(
                job,
                fence,
                new JobEnd(status, receipt.reason(), false, receipt.rows(), receipt.calls()),
                clock.instant());
        marks.discard(job);
        return receipt;
    }

    /** What the ledger says of a job now. */
    Receipt receiptSoFar(Job job) throws IOException {
        return states.receipt(job.id());
    }

    /**
     * Ends a job: outcome files, receipt, the file itself, and last the ledger. A stopped job keeps its file, and its
     * rejects are written when it ends for good; the ledger comes first then, so that it does not go on unasked.
     *
     * @param fence under which the job was worked on; with all methods here that end a job
     * @param input null if the file could not be read
     */
    Receipt end(Job job, long fence, @Nullable RecordFile input, JobEnd end) throws IOException {
        boolean stopped = end.status() == Status.STOPPED;
        if (stopped) {
            ends.finish(job, fence, end, clock.instant());
        } else if (end.rows().rejected() + end.rows().unknown() > 0) {
            OutcomeFile.write(
                    input,
                    new Exceptional(ledger, job),
                    Map.of(
                            Outcome.REJECTED, folders.rejects().resolve(OutcomeFile.name(input, job.fileName())),
                            Outcome.UNKNOWN, folders.unknown().resolve(OutcomeFile.name(input, job.fileName()))));
        }
        Receipt receipt = receiptSoFar(job).ended(job, end, clock.instant());
        Path target = folders.after(end.status()).resolve(job.fileName());
        ReceiptFile.write(receipt, target);
        if (!stopped) {
            Files.deleteIfExists(ReceiptFile.of(job.work()));
            if (Files.exists(job.work(), LinkOption.NOFOLLOW_LINKS)) {
                Folders.move(job.work(), target);
            }
            ends.finish(job, fence, end, clock.instant());
        }
        marks.discard(job);
        tell(job, end);
        return receipt;
    }

    private void tell(Job job, JobEnd end) {
        RowCounts rows = end.rows();
        String line = "Import {}, job {} ({}) ended {}: {} rows read, {} done, {} rejected, {} skipped, {} unknown{}";
        Object[] values = {
            job.importName(),
            job.id(),
            job.file(),
            end.status().word(),
            rows.read(),
            rows.done(),
            rows.rejected(),
            rows.skipped(),
            rows.unknown(),
            (end.reason() == null ? "" : ": " + end.reason()) + whereabouts(job, end)
        };
        boolean bad =
                end.status() == Status.STOPPED || end.status() == Status.INCOMPLETE || end.status() == Status.FAILED;
        LoggingEventBuilder event = LogKeys.add(LogKeys.add(bad ? LOG.atError() : LOG.atInfo(), job), rows);
        event.addKeyValue("status", end.status().word()).log(line, values);
    }

    private String whereabouts(Job job, JobEnd end) {
        return switch (end.status()) {
            case FAILED, INCOMPLETE ->
                Files.exists(folders.after(end.status()).resolve(job.fileName()), LinkOption.NOFOLLOW_LINKS)
                        ? ". It is in failed/"
                        : "";
            case STOPPED -> ". Its place is kept" + goesOn(end);
            default -> "";
        };
    }

    /** The reason says it itself if the route was changed. */
    private static String goesOn(JobEnd end) {
        return JobRun.ROUTE_CHANGED.equals(end.reason())
                ? ""
                : ": it goes on " + (end.byDecision() ? "" : "at the next start, or ")
                        + "with 'bactrian jobs resume', or when the same file is imported again";
    }
}
