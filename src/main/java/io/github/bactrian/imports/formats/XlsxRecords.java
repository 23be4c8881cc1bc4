package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jspecify.annotations.Nullable;

/** The rows below a sheet's header. A workbook is read from its beginning always. */
final class XlsxRecords implements Records {
    private final XlsxFile file;
    private final ReadableWorkbook workbook;
    private final XlsxRows rows;
    private long next = 1;
    private long line;

    XlsxRecords(XlsxFile file, Position from) throws IOException {
        this.file = file;
        this.line = file.start().line();
        this.workbook = XlsxFile.workbook(file.path());
        try {
            this.rows = new XlsxRows(workbook.findSheet(file.sheet())
                    .orElseThrow(() -> new UnreadableFileException("the workbook has changed since it was opened")));
            rows.next();
            while (next < from.record() && next() != null) {
                // passes over what was read before
            }
        } catch (IOException e) {
            workbook.close();
            throw e;
        }
    }

    @Override
    public Position position() {
        return new Position(next, 0, line);
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        XlsxRows.Line found = rows.next();
        if (found == null) {
            return null;
        }
        line = found.number() + 1;
        List<String> texts = new ArrayList<>(found.texts());
        while (texts.size() < file.columns().size()) {
            texts.add("");
        }
        String fault = fault(found);
        long number = next++;
        return new SourceRecord(
                number,
                found.number(),
                0,
                XlsxFile.csv(texts),
                number,
                fault == null ? file.columns() : List.of(),
                fault == null ? texts : List.of(),
                fault);
    }

    private @Nullable String fault(XlsxRows.Line found) {
        if (found.error() != null) {
            return "cell " + found.error() + " holds an error instead of a value";
        }
        int surplus = found.texts().size() - file.columns().size();
        return surplus <= 0 ? null : "the row has values in " + surplus + " columns more than the header";
    }

    @Override
    public void close() throws IOException {
        rows.close();
        workbook.close();
    }
}
