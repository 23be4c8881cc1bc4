package io.github.bactrian.imports.formats;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet that are not empty. */
final class XlsxRows implements Closeable {
    /**
     * @param number of the row in the sheet, 1-based
     * @param texts of its cells, up to the last that is not empty
     * @param error which cell holds an error instead of a value, null if none does
     */
    record Line(long number, List<String> texts, @Nullable String error) {}

    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private long last;

    XlsxRows(Sheet sheet) throws IOException {
        try {
            this.stream = sheet.openStream();
            this.rows = stream.iterator();
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /** The next row, null at the end. */
    @Nullable
    Line next() throws IOException {
        for (Row row = read(); row != null; row = read()) {
            last = row.getRowNum();
            Line line = line(row);
            if (!line.texts().isEmpty()) {
                return line;
            }
        }
        return null;
    }

    private @Nullable Row read() throws UnreadableFileException {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private UnreadableFileException damaged(RuntimeException e) {
        return new UnreadableFileException(
                "the sheet cannot be read behind row " + last + "; the workbook is damaged or cut off", e);
    }

    private static Line line(Row row) throws UnreadableFileException {
        List<String> texts = new ArrayList<>(row.getCellCount());
        int filled = 0;
        String error = null;
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getCell(i);
            String text = cell == null ? "" : XlsxText.of(cell);
            if (text == null) {
                error = error == null && cell != null ? cell.getAddress().toString() : error;
                text = cell == null ? "" : String.valueOf(cell.getRawValue());
            }
            texts.add(text);
            filled = text.isEmpty() ? filled : i + 1;
        }
        return new Line(row.getRowNum(), texts.subList(0, filled), error);
    }

    @Override
    public void close() {
        stream.close();
    }
}
