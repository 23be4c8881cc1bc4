package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.SourceRecord;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns a file's records into rows to be run, and passes over those that ended before. */
final class RowReader implements AutoCloseable {
    private static final Verdict UNPROVEN = Verdict.ended(
            Outcome.UNKNOWN,
            "the row may have been sent before its process ended, and no proof is left of what was sent: the machine or"
                    + " container went down, or a disk failed");

    private final ImportSettings settings;
    private final Records records;
    private final JobLedger ledger;
    private final RowIds ids;
    private final long offsetAtStart;
    private @Nullable String unreadable;

    RowReader(ImportSettings settings, RecordFile file, JobLedger ledger, RowIds ids) throws IOException {
        this.settings = settings;
        this.ledger = ledger;
        this.ids = ids;
        this.records = file.records(ledger.position());
        this.offsetAtStart = records.bytesRead();
    }

    /** How many bytes of the file were read before this process took the job up. */
    long offsetAtStart() {
        return offsetAtStart;
    }

    /** How many bytes of the file have been read. */
    long offset() {
        return records.bytesRead();
    }

    /**
     * The next row, which is open from now on; null at the end, or where the rest of the file cannot be split into rows.
     *
     * @throws LedgerException if nothing can be recorded any more
     */
    @Nullable
    Task next() throws IOException, InterruptedException {
        try {
            return nextOpen();
        } catch (UnreadableFileException e) {
            unreadable = String.valueOf(e.getMessage());
            return null;
        }
    }

    /** Why the rest of the file cannot be split into rows, null if it can as far as it was read. */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    private @Nullable Task nextOpen() throws IOException, InterruptedException {
        for (SourceRecord record = records.next(); record != null; record = records.next()) {
            Position behind = records.position();
            if (ledger.before().standing(record.number()) == Taken.Standing.ENDED) {
                ledger.pass(behind);
            } else {
                return task(record, ledger.open(record, behind));
            }
        }
        return null;
    }

    private Task task(SourceRecord record, OpenRow open) {
        RowContent content = RowContent.of(record, settings);
        Task task = new Task(JobRow.of(ledger.job(), record, content, ids), open);
        Past past = ledger.before().past(record.number());
        task.decided = decided(record, content.fault(), past);
        task.suspect = past.isSuspect();
        task.doubts = past.doubts();
        return task;
    }

    private @Nullable Verdict decided(SourceRecord record, @Nullable String fault, Past past) {
        if (fault != null) {
            return Verdict.ended(Outcome.REJECTED, fault + " (line " + record.line() + ")");
        }
        Verdict decided = past.decided();
        return decided == null && ledger.before().standing(record.number()) == Taken.Standing.IN_DOUBT
                ? UNPROVEN
                : decided;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
