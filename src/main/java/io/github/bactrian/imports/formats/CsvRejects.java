package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Rejected rows as CSV. {@code _row} and {@code _error} are the first columns, so that they stand under their names and are
 * found again however many columns a ragged row has.
 */
final class CsvRejects implements Rejects {
    private final CsvFile input;
    private final OutputStream out;

    CsvRejects(CsvFile input, OutputStream out) throws IOException {
        this.input = input;
        this.out = out;
        out.write(input.preamble());
        line(ROW, ERROR, input.header());
    }

    @Override
    public void add(SourceRecord record, String error) throws IOException {
        line(Long.toString(record.rootRow()), quoted(error), record.raw());
    }

    private void line(String row, String error, byte[] raw) throws IOException {
        out.write((row + input.delimiter() + error + input.delimiter()).getBytes(input.charset()));
        out.write(raw);
        out.write(input.lineEnd());
    }

    /** A text as a field that no spreadsheet takes for a formula. */
    static String quoted(String text) {
        String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.matches("\\w+") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    @Override
    public void finish() {}
}
