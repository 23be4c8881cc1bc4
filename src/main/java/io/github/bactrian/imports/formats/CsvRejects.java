package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * Rejected rows as CSV. {@code _row} and {@code _error} are the first columns, so that they stand under their names and are
 * found again however many columns a ragged row has.
 */
final class CsvRejects implements Rejects {
    private final OutputStream out;
    private final byte[] lineEnd;
    private final char delimiter;
    private final Charset charset;

    CsvRejects(OutputStream out, byte[] preamble, byte[] header, byte[] lineEnd, char delimiter, Charset charset)
            throws IOException {
        this.out = out;
        this.lineEnd = lineEnd;
        this.delimiter = delimiter;
        this.charset = charset;
        out.write(preamble);
        line(ROW, ERROR, header);
    }

    @Override
    public void add(SourceRecord record, String error) throws IOException {
        line(Long.toString(record.rootRow()), quoted(error), record.raw());
    }

    private void line(String row, String error, byte[] raw) throws IOException {
        out.write((row + delimiter + error + delimiter).getBytes(charset));
        out.write(raw);
        out.write(lineEnd);
    }

    /** A text as a field that no spreadsheet takes for a formula. */
    static String quoted(String text) {
        String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.matches("\\w+") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    @Override
    public void finish() {}
}
