package io.github.bactrian.imports;

import io.github.bactrian.imports.CsvFile.Records;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rejected and the unknown rows of a job in the input's own format: its preamble, header, delimiter, charset and
 * raw row text, with the columns {@code _row} and {@code _error} added. Each file appears whole or not at all.
 */
final class OutcomeFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final @Nullable CsvFile input;
    private final OutputStream out;

    private OutcomeFile(Path target, @Nullable CsvFile input) throws IOException {
        this.target = target;
        this.temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        this.input = input;
        OwnerOnly.directory(Folders.of(target));
        Files.deleteIfExists(temporary);
        OwnerOnly.file(temporary);
        this.out = new BufferedOutputStream(Files.newOutputStream(temporary));
        if (input != null) {
            out.write(input.preamble());
            out.write(input.header());
        }
        addedColumns("_row", "_error");
    }

    /**
     * Writes the files that a job needs.
     *
     * @param input null if the file cannot be read any more; only row numbers and reasons are written then
     * @param exceptional its rejected and unknown rows in the order of the file
     * @param targets where rows of an outcome go
     */
    static void write(@Nullable CsvFile input, Iterator<Recovery.Ended> exceptional, Map<Outcome, Path> targets)
            throws IOException {
        Map<Outcome, OutcomeFile> files = new EnumMap<>(Outcome.class);
        try (Records records = input == null ? null : input.records(input.start())) {
            while (exceptional.hasNext()) {
                Recovery.Ended row = exceptional.next();
                OutcomeFile file = files.get(row.outcome());
                if (file == null) {
                    file = new OutcomeFile(Objects.requireNonNull(targets.get(row.outcome())), input);
                    files.put(row.outcome(), file);
                }
                file.add(row, records == null ? null : find(records, row.row()));
            }
            for (OutcomeFile file : files.values()) {
                file.publish();
            }
        } finally {
            for (OutcomeFile file : files.values()) {
                file.close();
            }
        }
    }

    private static @Nullable SourceRecord find(Records records, long number) throws IOException {
        SourceRecord record = records.next();
        while (record != null && record.number() < number) {
            record = records.next();
        }
        return record;
    }

    private void add(Recovery.Ended row, @Nullable SourceRecord record) throws IOException {
        if (record != null) {
            out.write(record.raw(), 0, record.keep());
            // so that the reason stands under its name when the file is opened as a table
            out.write(input == null ? new byte[0] : delimiters(input, record.missing()));
        }
        addedColumns(Long.toString(record == null ? row.row() : record.rootRow()), row.reason());
    }

    private static byte[] delimiters(CsvFile input, int count) {
        return String.valueOf(input.delimiter()).repeat(count).getBytes(input.charset());
    }

    private void addedColumns(String row, String error) throws IOException {
        if (input == null) {
            out.write((row + "," + quoted(error) + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        String text = input.delimiter() + row + input.delimiter() + quoted(error);
        out.write(text.getBytes(input.charset()));
        out.write(input.lineEnd());
    }

    private static String quoted(String text) {
        return text.matches("\\w+") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private void publish() throws IOException {
        out.close();
        Folders.force(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(temporary);
    }
}
