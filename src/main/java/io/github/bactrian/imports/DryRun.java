package io.github.bactrian.imports;

import io.github.bactrian.http.CallPlan;
import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A file as its import would read it, and its rows as the route would run them, with nothing recorded, moved or locked. One
 * thread reads; any number may run rows.
 */
public final class DryRun implements AutoCloseable {
    private final ImportConsumer consumer;
    private final ImportSettings settings;
    private final Path path;
    private final @Nullable Records records;

    DryRun(ImportConsumer consumer, Path path) throws IOException {
        this.consumer = consumer;
        this.settings = consumer.settings();
        this.path = path;
        RecordFile file = RecordFile.open(path, path.getFileName().toString(), settings.reading());
        if (file != null) {
            JobFile.requireColumns(file, settings);
        }
        this.records = file == null ? null : file.records(file.start());
    }

    /** The size of the file. */
    public long bytes() throws IOException {
        return Files.size(path);
    }

    /** How many of its bytes have been read. */
    public long bytesRead() {
        return records == null ? 0 : records.bytesRead();
    }

    /**
     * The next row, null at the end.
     *
     * @throws io.github.bactrian.imports.formats.UnreadableFileException if the rest of the file cannot be split into rows
     */
    public @Nullable DryRow next() throws IOException {
        SourceRecord record = records == null ? null : records.next();
        if (record == null) {
            return null;
        }
        RowContent content = RowContent.of(record, settings);
        return new DryRow(path.getFileName().toString(), record, content, settings.secretFields());
    }

    /** Runs a row through the route; its calls are told to {@code plan}. */
    public Forecast run(DryRow row, CallPlan plan) {
        String fault = row.fault();
        if (fault != null) {
            return new Forecast(Forecast.Kind.REJECTED, fault);
        }
        Exchange exchange = consumer.run(row, plan);
        return Forecast.of(Judge.judge(List.of(), exchange), row);
    }

    /** How many rows the import keeps in flight. */
    public int parallel() {
        return settings.parallel();
    }

    /** Whether so many rejected rows among so many would stop the job before its end. */
    public boolean isTooMany(long rejected, long rows) {
        return settings.maxRejects().exceededBy(rejected, rows);
    }

    /** Whether a file with the bytes of one that was imported is imported again. */
    public boolean runsSameContent() {
        return settings.runSameContent();
    }

    /** When the import may work, as the route says it; null: always. */
    public @Nullable String window() {
        return settings.window() == null ? null : settings.window().toString();
    }

    /** When work of a length would be done if it began now; empty if the window leaves so little time that it takes ten years. */
    public Optional<ZonedDateTime> done(Instant now, Duration work) {
        Window window = settings.window();
        return window == null ? Optional.of(now.plus(work).atZone(ZoneOffset.UTC)) : window.done(now, work);
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
        }
    }
}
