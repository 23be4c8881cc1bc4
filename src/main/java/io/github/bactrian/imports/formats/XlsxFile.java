package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A sheet of an Excel workbook. Rejected rows are given back as CSV.
 *
 * @param sheet the part that holds it
 * @param around the start tags of the elements in it that are around its rows
 * @param columns the texts of its first row that is not empty
 * @param start where the row behind them is
 */
record XlsxFile(Path path, XlsxBook book, String sheet, List<String> around, List<String> columns, Position start)
        implements RecordFile {
    private static final byte[] LINE_END = {'\r', '\n'};

    static @Nullable RecordFile open(Path path, FormatSettings settings) throws IOException {
        if (Files.size(path) == 0) {
            return null;
        }
        try (XlsxParts parts = XlsxParts.open(path)) {
            XlsxBook book = XlsxBook.of(parts);
            String sheet = book.sheet(settings.sheet());
            try (XlsxRows rows = new XlsxRows(parts, book, sheet, new Position(1, 0, 1), List.of())) {
                XlsxRows.Line header = rows.next();
                if (header == null) {
                    return null;
                }
                List<String> columns =
                        header.texts().stream().map(String::strip).toList();
                CsvHead.requireUsable(columns, 0, header.number());
                return new XlsxFile(path, book, sheet, rows.around(), columns, rows.position(1));
            }
        }
    }

    @Override
    public Records records(Position from) throws IOException {
        return new XlsxRecords(this, from);
    }

    @Override
    public Rejects rejects(OutputStream out) throws IOException {
        return new CsvRejects(
                out, "\uFEFF".getBytes(StandardCharsets.UTF_8), csv(columns), LINE_END, ',', StandardCharsets.UTF_8);
    }

    @Override
    public String rejectsName(String inputName) {
        return inputName + ".csv";
    }

    /** A line of CSV. */
    static byte[] csv(List<String> texts) {
        return texts.stream()
                .map(XlsxFile::field)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String field(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
