package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.Rejects;
import io.github.bactrian.imports.formats.SourceRecord;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rejected and the unknown rows of a job in the input's own format, with {@code _row} and {@code _error} added.
 * Each file appears whole or not at all.
 */
final class OutcomeFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeFile.class);

    private final Path target;
    private final Path temporary;
    private final @Nullable Rejects rejects;
    private final OutputStream out;

    private OutcomeFile(Path target, @Nullable RecordFile input) throws IOException {
        this.target = target;
        this.temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        Folders.ready(Folders.of(target));
        this.out = new BufferedOutputStream(Channels.newOutputStream(OwnerOnly.create(temporary)));
        this.rejects = input == null ? null : input.rejects(out);
        if (input == null) {
            out.write((Rejects.ROW + "," + Rejects.ERROR + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the file is named that holds rows of this input; a list of numbers is named {@code .csv}. */
    static String name(@Nullable RecordFile input, String inputName) throws IOException {
        if (input == null) {
            return inputName.endsWith(".csv") ? inputName : inputName + ".csv";
        }
        return input.rejectsName(inputName);
    }

    /**
     * Writes the files that a job needs.
     *
     * @param input null if the file cannot be read any more; only row numbers and reasons are written then
     * @param exceptional its rejected and unknown rows in the order of the file
     * @param targets where rows of an outcome go
     */
    static void write(@Nullable RecordFile input, Iterator<Recovery.Ended> exceptional, Map<Outcome, Path> targets)
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

    /** Null if there is no record of this number, or none can be told apart any more. */
    static @Nullable SourceRecord find(Records records, long number) throws IOException {
        try {
            SourceRecord record = records.next();
            while (record != null && record.number() < number) {
                record = records.next();
            }
            return record;
        } catch (UnreadableFileException e) {
            LOG.debug("Row {} cannot be read any more", number, e);
            return null;
        }
    }

    private void add(Recovery.Ended row, @Nullable SourceRecord record) throws IOException {
        if (rejects == null) {
            Rejects.writeNumber(out, row.row(), row.reason());
        } else {
            rejects.add(record == null ? gone(row.row()) : record, row.reason());
        }
    }

    /** Stands for a row of a file that was shortened since. */
    private static SourceRecord gone(long row) {
        return new SourceRecord(row, 0, 0, new byte[0], row, List.of(), List.of(), "the row is gone from the file");
    }

    private void publish() throws IOException {
        if (rejects != null) {
            rejects.finish();
        }
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
