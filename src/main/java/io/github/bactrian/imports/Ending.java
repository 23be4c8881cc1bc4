package io.github.bactrian.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.bactrian.imports.formats.RecordFile;
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
    private final ExceptionalRows exceptional;
    private final MarksFiles marks;
    private final Folders folders;

    Ending(Ledger ledger, Folders folders) {
        this.table = new JobTable(ledger);
        this.exceptional = new ExceptionalRows(ledger);
        this.marks = new MarksFiles(ledger);
        this.folders = folders;
    }

    /**
     * Ends a job: outcome files, receipt, the file itself, and last the ledger. A stopped job keeps its file, and its
     * rejects are written when it ends for good; the ledger comes first then, so that it does not go on unasked.
     *
     * @param input null if the file could not be read
     */
    Receipt end(Job job, @Nullable RecordFile input, JobEnd end, Instant now) throws IOException {
        boolean stopped = end.status() == Status.STOPPED;
        if (stopped) {
            table.finish(job, end, now);
        } else if (end.rows().rejected() + end.rows().unknown() > 0) {
            OutcomeFile.write(
                    input,
                    new Exceptional(job),
                    Map.of(
                            Outcome.REJECTED, folders.rejects().resolve(OutcomeFile.name(input, job.fileName())),
                            Outcome.UNKNOWN, folders.unknown().resolve(OutcomeFile.name(input, job.fileName()))));
        }
        Receipt receipt = receipt(job, end, now);
        Path target = folders.after(end.status()).resolve(job.fileName());
        write(receipt, Folders.receiptOf(target));
        if (!stopped) {
            Files.deleteIfExists(Folders.receiptOf(job.work()));
            if (Files.exists(job.work())) {
                Folders.move(job.work(), target);
            }
            table.finish(job, end, now);
            marks.discard(job);
        }
        return receipt;
    }

    private static Receipt receipt(Job job, JobEnd end, Instant now) {
        return new Receipt(
                job.importName(),
                job.id(),
                job.file(),
                job.sha256(),
                job.bytes(),
                job.parent(),
                end.status().word(),
                end.rows(),
                job.started(),
                now.truncatedTo(ChronoUnit.MILLIS),
                end.calls(),
                end.reason(),
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
                    page = exceptional.behind(job, last, PAGE).iterator();
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
