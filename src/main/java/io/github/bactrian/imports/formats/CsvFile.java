package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose header has been read.
 *
 * @param preamble what stands before the header, byte for byte: a byte order mark, skipped lines
 * @param header the header record's bytes, without the columns that an earlier reject file added
 * @param lineEnd of the header, used for lines that are added
 * @param columns their names, in order, without added ones
 * @param addedColumns how many columns at the beginning of each record came from an earlier reject file: 0 or 2
 */
record CsvFile(
        Source source,
        byte[] preamble,
        byte[] header,
        byte[] lineEnd,
        char delimiter,
        Charset charset,
        List<String> columns,
        int addedColumns,
        Position start)
        implements RecordFile {

    @Override
    public Records records(Position from) throws IOException {
        return new ScannedRecords<>(source, from, window -> closed(new CsvScanner(window, delimiter)), this::record);
    }

    private static Scanner<CsvSpan> closed(CsvScanner scanner) {
        return new Scanner<>() {
            @Override
            public @Nullable CsvSpan next() throws IOException {
                CsvSpan span = scanner.next();
                if (span != null) {
                    span.requireClosed();
                }
                return span;
            }

            @Override
            public long offset() {
                return scanner.offset();
            }

            @Override
            public long line() {
                return scanner.line();
            }
        };
    }

    private SourceRecord record(CsvSpan span, long number) {
        List<String> values = List.of();
        String fault = fault(span);
        if (fault == null) {
            try {
                values = CsvText.fields(span, addedColumns, charset);
            } catch (NotTextException e) {
                fault = e.advice();
            }
        }
        byte[] raw = span.raw();
        byte[] own = addedColumns == 0 || span.fields() <= addedColumns
                ? raw
                : Arrays.copyOfRange(raw, span.begin(addedColumns), raw.length);
        return new SourceRecord(
                number,
                span.line(),
                span.offset(),
                own,
                rootRow(span, number),
                fault == null ? columns : List.of(),
                values,
                fault);
    }

    private @Nullable String fault(CsvSpan span) {
        if (span.strayText()) {
            return "the quotes in the row do not match";
        }
        if (span.fields() < addedColumns) {
            return "the row lacks _row and _error, which the header has";
        }
        int fields = span.fields() - addedColumns;
        if (fields != columns.size()) {
            return "the row has " + fields + " columns, the header has " + columns.size();
        }
        int zero = span.ascii() ? -1 : CsvText.zero(span.raw());
        return zero < 0 ? null : "byte " + (span.offset() + zero) + " of the file is zero, which no text holds";
    }

    private long rootRow(CsvSpan span, long number) {
        return addedColumns == 0
                ? number
                : Rejects.rootRow(
                        new String(span.raw(), 0, span.ends()[0], java.nio.charset.StandardCharsets.ISO_8859_1),
                        number);
    }

    @Override
    public Rejects rejects(OutputStream out) throws IOException {
        return new CsvRejects(out, preamble, header, lineEnd, delimiter, charset);
    }

    @Override
    public String rejectsName(String inputName) throws IOException {
        return source.packing().rejectsName(source.path(), inputName);
    }
}
