package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A file of records with the reason why each is there, ready to be mended and dropped again. */
public interface Rejects {
    /** What is added to a record: its number in the file that was dropped first. */
    String ROW = "_row";

    /** What is added to a record: why it is here. */
    String ERROR = "_error";

    /** Adds a record as it stood in its file. */
    void add(SourceRecord record, String error) throws IOException;

    /** Writes what belongs behind the last record. */
    void finish() throws IOException;

    /** The number that an earlier reject file gave a record, or {@code otherwise} if the text is none. */
    static long rootRow(String text, long otherwise) {
        return text.matches("[1-9]\\d{0,17}") ? Long.parseLong(text) : otherwise;
    }

    /** A file that cannot be read any more leaves row numbers and reasons only, as CSV. */
    static void writeNumber(OutputStream out, long row, String error) throws IOException {
        out.write((row + "," + CsvRejects.quoted(error) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
