package io.github.bactrian.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Puts a job's files in their places. Each step can be repeated, so a process killed midway only does it again. */
final class Ending {
    private static final int PAGE = 1000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final JobTable table;
    private final Folders folders;

    Ending(JobTable table, Folders folders) {
        this.table = table;
        this.folders = folders;
    }

    /**
     * Ends a job: outcome files, receipt, the file itself, and last the ledger.
     *
     * @param input null if the file could not be read
     * @param byDecision whether a stopped job goes on only if somebody says so
     */
    Receipt end(
            Job job,
            @Nullable CsvFile input,
            Status status,
            @Nullable String reason,
            boolean byDecision,
            RowCounts rows,
            Receipt.Calls calls,
            Instant now)
            throws IOException {
        if (status != Status.STOPPED && rows.rejected() + rows.unknown() > 0) {
            OutcomeFile.write(
                    input,
                    new Exceptional(job),
                    Map.of(
                            Outcome.REJECTED, folders.rejects().resolve(job.fileName()),
                            Outcome.UNKNOWN, folders.unknown().resolve(job.fileName())));
        }
        Receipt receipt = receipt(job, status, reason, rows, calls, now);
        Path target = folders.after(status).resolve(job.fileName());
        write(receipt, target.resolveSibling(target.getFileName() + ".receipt.json"));
        if (status != Status.STOPPED) {
            Files.deleteIfExists(job.work().resolveSibling(job.work().getFileName() + ".receipt.json"));
            if (Files.exists(job.work())) {
                Folders.move(job.work(), target);
            }
        }
        table.finish(job, status, reason, byDecision, now);
        if (status != Status.STOPPED) {
            table.discardMarks(job);
        }
        return receipt;
    }

    private static Receipt receipt(
            Job job, Status status, @Nullable String reason, RowCounts rows, Receipt.Calls calls, Instant now) {
        return new Receipt(
                job.importName(),
                job.id(),
                job.file(),
                job.sha256(),
                job.bytes(),
                job.parent(),
                status.word(),
                rows,
                job.started(),
                now.truncatedTo(ChronoUnit.MILLIS),
                calls,
                reason,
                job.routeHash());
    }

    private static void write(Receipt receipt, Path target) throws IOException {
        OwnerOnly.directory(Folders.of(target));
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        OwnerOnly.file(temporary);
        Files.write(temporary, JSON.writeValueAsBytes(receipt));
        Folders.force(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.force(Folders.of(target));
    }

    /** Pages through a job's rejected and unknown rows. */
    private final class Exceptional implements Iterator<Recovery.Ended> {
        private final Job job;
        private Iterator<Recovery.Ended> page = List.<Recovery.Ended>of().iterator();
        private long last;

        Exceptional(Job job) {
            this.job = job;
        }

        @Override
        public boolean hasNext() {
            try {
                if (!page.hasNext()) {
                    page = table.exceptional(job, last, PAGE).iterator();
                }
                return page.hasNext();
            } catch (LedgerException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Recovery.Ended next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Recovery.Ended row = page.next();
            last = row.row();
            return row;
        }
    }
}
