package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows below a sheet's header. */
final class XlsxRecords implements Records {
    private final XlsxFile file;
    private final XlsxParts parts;
    private final XlsxRows rows;
    private long next;

    XlsxRecords(XlsxFile file, Position from) throws IOException {
        this.file = file;
        this.next = from.record();
        this.parts = XlsxParts.open(file.path());
        try {
            this.rows = new XlsxRows(parts, file.book(), file.sheet(), from, file.around());
        } catch (IOException e) {
            parts.close();
            throw e;
        }
    }

    @Override
    public Position position() {
        return rows.position(next);
    }

    @Override
    public long bytesRead() {
        return parts.bytesRead(file.sheet(), rows.offset());
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        XlsxRows.Line found = rows.next();
        if (found == null) {
            return null;
        }
        List<String> texts = new ArrayList<>(found.texts());
        while (texts.size() < file.columns().size()) {
            texts.add("");
        }
        String fault = fault(found);
        long number = next++;
        return new SourceRecord(
                number,
                found.number(),
                found.offset(),
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
        try (parts) {
            rows.close();
        }
    }
}
