package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file whose head has been read: what it holds, and how to read and to give back its records. */
public interface RecordFile {
    /**
     * Reads the head of a file.
     *
     * @param name by which the format is told, with the ending that the file was dropped with
     * @return null if the file is empty, or blank up to where records would begin
     * @throws UnreadableFileException if it is not of its format, or cannot be told apart into records
     */
    static @Nullable RecordFile open(Path path, String name, FormatSettings settings) throws IOException {
        return Format.open(path, name, settings);
    }

    /** The columns that every record has, without those of an earlier reject file; empty if each record has its own. */
    List<String> columns();

    /** Where the first record begins. */
    Position start();

    /** The records from a position on, which {@link Records#position}, a record, or {@link #start} gave. */
    Records records(Position from) throws IOException;

    /** Begins a file of rejected records in this file's format. Closing it does not close {@code out}. */
    Rejects rejects(OutputStream out) throws IOException;

    /** What such a file is named whose input had this name: the same, unless the file was packed or a workbook. */
    String rejectsName(String inputName) throws IOException;
}
