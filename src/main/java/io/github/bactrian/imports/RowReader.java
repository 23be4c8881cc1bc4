package io.github.bactrian.imports;

import io.github.bactrian.imports.CsvFile.Position;
import io.github.bactrian.imports.CsvFile.Records;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a file's records into rows to be run, and passes over those that ended before. */
final class RowReader implements AutoCloseable {
    private static final Verdict POWER_LOST = Verdict.ended(
            Outcome.UNKNOWN,
            "the machine went down when the row may have been sent; nobody knows whether it took effect");

    private final ImportSettings settings;
    private final CsvFile file;
    private final Records records;
    private final JobLedger ledger;
    private final RowIds ids;

    RowReader(ImportSettings settings, CsvFile file, JobLedger ledger, RowIds ids) throws IOException {
        this.settings = settings;
        this.file = file;
        this.ledger = ledger;
        this.ids = ids;
        this.records = file.records(ledger.position());
    }

    /** How many bytes of the file have been read. */
    long offset() {
        return records.position().offset();
    }

    /**
     * The next row, which is open from now on; null at the end.
     *
     * @throws UnreadableFileException if the rest of the file cannot be split into rows
     */
    @Nullable
    Task next() throws IOException, InterruptedException {
        for (SourceRecord record = records.next(); record != null; record = records.next()) {
            Position behind = records.position();
            if (ledger.standing(record.number()) == JobLedger.Standing.ENDED) {
                ledger.pass(behind);
            } else {
                return task(record, ledger.open(record, behind));
            }
        }
        return null;
    }

    private Task task(SourceRecord record, OpenRow open) {
        Row row =
                new Row(record.fault() == null ? file.columns() : List.of(), record.values(), settings.secretFields());
        String key = record.fault() == null ? key(row) : null;
        Task task = new Task(new JobRow(ledger.job(), record, row, key, ids.keyHash(key), ids.rowId(record)), open);
        Past past = ledger.past(record.number());
        task.decided = decided(record, past);
        task.suspect = past.deaths() > 0;
        task.doubts = past.doubts();
        return task;
    }

    private @Nullable Verdict decided(SourceRecord record, Past past) {
        if (record.fault() != null) {
            return Verdict.ended(Outcome.REJECTED, record.fault() + " (line " + record.line() + ")");
        }
        Verdict decided = past.decided();
        return decided == null && ledger.standing(record.number()) == JobLedger.Standing.IN_DOUBT
                ? POWER_LOST
                : decided;
    }

    /** The unit separator cannot occur in a name that a person types. */
    private @Nullable String key(Row row) {
        return settings.key().isEmpty()
                ? null
                : settings.key().stream()
                        .map(column -> String.valueOf(row.get(column)))
                        .collect(Collectors.joining("\u001f"));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
