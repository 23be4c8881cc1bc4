package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * A sheet of an Excel workbook. Rejected rows are given back as CSV.
 *
 * @param sheet its name
 * @param columns the texts of its first row that is not empty
 * @param start where the row behind them is
 */
record XlsxFile(Path path, String sheet, List<String> columns, Position start) implements RecordFile {
    private static final byte[] LINE_END = {'\r', '\n'};

    static @Nullable RecordFile open(Path path, FormatSettings settings) throws IOException {
        if (Files.size(path) == 0) {
            return null;
        }
        XlsxSize.requireBounded(path);
        try (ReadableWorkbook workbook = workbook(path)) {
            Sheet sheet = sheet(workbook, settings.sheet());
            try (XlsxRows rows = new XlsxRows(sheet)) {
                XlsxRows.Line header = rows.next();
                if (header == null) {
                    return null;
                }
                List<String> columns =
                        header.texts().stream().map(String::strip).toList();
                CsvHead.requireUsable(columns, 0, header.number());
                return new XlsxFile(path, sheet.getName(), columns, new Position(1, 0, header.number() + 1));
            }
        }
    }

    static ReadableWorkbook workbook(Path path) throws IOException {
        try {
            return new ReadableWorkbook(path.toFile(), new ReadingOptions(true, false));
        } catch (ExcelReaderException e) {
            return withoutStyles(path);
        } catch (RuntimeException e) {
            throw new UnreadableFileException("the file is not a workbook that can be read", e);
        }
    }

    /** Programs that write no styles leave them out; the library does not take that. */
    private static ReadableWorkbook withoutStyles(Path path) throws IOException {
        try {
            return new ReadableWorkbook(path.toFile(), new ReadingOptions(false, false));
        } catch (RuntimeException e) {
            throw new UnreadableFileException("the file is not a workbook that can be read", e);
        }
    }

    private static Sheet sheet(ReadableWorkbook workbook, @Nullable String name) throws UnreadableFileException {
        if (name == null) {
            return workbook.getFirstSheet();
        }
        return workbook.findSheet(name)
                .orElseThrow(() -> new UnreadableFileException("the workbook has no sheet '" + name + "'; it has: "
                        + workbook.getSheets().map(Sheet::getName).collect(Collectors.joining(", "))));
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
