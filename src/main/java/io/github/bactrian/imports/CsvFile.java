package io.github.bactrian.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose header has been read.
 *
 * @param preamble what stands before the header, byte for byte: a byte order mark, skipped lines
 * @param header the header record's bytes, without the columns that an earlier reject file added
 * @param lineEnd of the header, used for lines that are added
 * @param columns their names, in order, without added ones
 * @param addedColumns how many columns at the end of each record came from an earlier reject file: 0 or 2
 * @param start where the first record begins
 */
record CsvFile(
        Path path,
        byte[] preamble,
        byte[] header,
        byte[] lineEnd,
        char delimiter,
        Charset charset,
        List<String> columns,
        int addedColumns,
        Position start) {
    private static final int MAX_RECORD = 1 << 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final List<Short> UTF_16_MARKS = List.of((short) 0xFEFF, (short) 0xFFFE);
    private static final List<String> ADDED = List.of("_row", "_error");
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

    /**
     * Where a record begins.
     *
     * @param record its 1-based number
     */
    record Position(long record, long offset, long line) {}

    /**
     * Reads the head of a file.
     *
     * @return null if the file holds no header, only blank lines at most
     * @throws UnreadableFileException if this is no CSV file with usable column names
     */
    static @Nullable CsvFile open(Path path, ImportSettings settings) throws IOException {
        byte[] mark = byteOrderMark(path);
        Charset charset = settings.charset() == null ? StandardCharsets.UTF_8 : settings.charset();
        try (InputStream in = stream(path, mark.length)) {
            CsvScanner lines = new CsvScanner(in, ',', MAX_RECORD, mark.length, 1);
            ByteArrayOutputStream preamble = new ByteArrayOutputStream();
            preamble.writeBytes(mark);
            for (int i = 0; i < settings.skipLines(); i++) {
                CsvScanner.Span skipped = lines.nextLine();
                if (skipped == null) {
                    return null;
                }
                preamble.writeBytes(skipped.raw());
                preamble.writeBytes(skipped.lineEnd());
            }
            Position header = new Position(0, lines.offset(), lines.line());
            char delimiter = settings.delimiter() == null ? delimiter(path, header) : settings.delimiter();
            return withHeader(path, preamble.toByteArray(), header, delimiter, charset);
        }
    }

    private static @Nullable CsvFile withHeader(
            Path path, byte[] preamble, Position at, char delimiter, Charset charset) throws IOException {
        try (InputStream in = stream(path, at.offset())) {
            CsvScanner scanner = new CsvScanner(in, delimiter, MAX_RECORD, at.offset(), at.line());
            CsvScanner.Span header = nextFilled(scanner);
            if (header == null) {
                return null;
            }
            requireClosed(header);
            List<String> names = columnNames(header, delimiter, charset);
            int added = names.size() > 2
                            && names.subList(names.size() - 2, names.size()).equals(ADDED)
                    ? 2
                    : 0;
            byte[] own = added == 0 ? header.raw() : Arrays.copyOf(header.raw(), header.nextToLastDelimiter());
            byte[] lineEnd = header.lineEnd().length == 0 ? new byte[] {'\n'} : header.lineEnd();
            Position start = new Position(1, scanner.offset(), scanner.line());
            return new CsvFile(
                    path,
                    preamble,
                    own,
                    lineEnd,
                    delimiter,
                    charset,
                    names.subList(0, names.size() - added),
                    added,
                    start);
        }
    }

    /** The next record that is no blank line; null at the end. */
    private static CsvScanner.@Nullable Span nextFilled(CsvScanner scanner) throws IOException {
        CsvScanner.Span span = scanner.next();
        while (span != null && span.raw().length == 0) {
            span = scanner.next();
        }
        return span;
    }

    private static void requireClosed(CsvScanner.Span span) throws UnreadableFileException {
        if (span.unclosed()) {
            throw new UnreadableFileException(
                    "line " + span.line() + ": a quote (\") is opened in this record and never closed");
        }
    }

    private static List<String> columnNames(CsvScanner.Span header, char delimiter, Charset charset)
            throws UnreadableFileException {
        List<String> names;
        try {
            names = fields(decode(header, charset), delimiter).stream()
                    .map(String::strip)
                    .toList();
        } catch (CharacterCodingException | CsvParseException e) {
            throw new UnreadableFileException("line " + header.line() + ": the header is not " + charset + " CSV text ("
                    + e.getMessage() + "); is this a CSV file? If it is in another encoding, set charset");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty() || !seen.add(name)) {
                throw new UnreadableFileException(
                        "line " + header.line() + ": column " + (i + 1) + " has "
                                + (name.isEmpty()
                                        ? "no name"
                                        : "the name '" + name + "', which an earlier column has too")
                                + "; each column needs a name of its own. If other lines stand before the header, set skipLines");
            }
        }
        return names;
    }

    /** The records from a position on. */
    Records records(Position from) throws IOException {
        InputStream in = stream(path, from.offset());
        return new Records(in, new CsvScanner(in, delimiter, MAX_RECORD, from.offset(), from.line()), from.record());
    }

    /** Reads on, one record at a time; blank lines are passed over and do not count. */
    final class Records implements AutoCloseable {
        private final InputStream in;
        private final CsvScanner scanner;
        private long next;

        private Records(InputStream in, CsvScanner scanner, long next) {
            this.in = in;
            this.scanner = scanner;
            this.next = next;
        }

        /** Where the record that {@link #next} will return begins, or blank lines before it. */
        Position position() {
            return new Position(next, scanner.offset(), scanner.line());
        }

        /**
         * The next record, null at the end.
         *
         * @throws UnreadableFileException if the rest of the file cannot be split into records
         */
        @Nullable
        SourceRecord next() throws IOException {
            CsvScanner.Span span = nextFilled(scanner);
            if (span == null) {
                return null;
            }
            requireClosed(span);
            return record(span, next++);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private SourceRecord record(CsvScanner.Span span, long number) {
        int expected = columns.size() + addedColumns;
        int keep = addedColumns == 2 && span.fields() == expected ? span.nextToLastDelimiter() : span.raw().length;
        List<String> values = List.of();
        String fault = null;
        try {
            values = fields(decode(span, charset), delimiter);
            if (values.size() != expected) {
                fault = "the row has " + values.size() + " columns, the header has " + expected;
            }
        } catch (CharacterCodingException e) {
            fault = e.getMessage() + "; save the file as UTF-8, or set charset";
        } catch (CsvParseException e) {
            fault = "the quotes in the row do not match";
        }
        List<String> own = fault == null ? values.subList(0, columns.size()) : List.of();
        int missing = addedColumns == 0 ? Math.max(0, columns.size() - span.fields()) : 0;
        long rootRow = fault == null && addedColumns > 0 ? rootRow(values.get(columns.size()), number) : number;
        return new SourceRecord(number, span.line(), span.offset(), span.raw(), keep, missing, rootRow, own, fault);
    }

    private static long rootRow(String text, long otherwise) {
        return text.matches("[1-9]\\d{0,17}") ? Long.parseLong(text) : otherwise;
    }

    private static String decode(CsvScanner.Span span, Charset charset) throws CharacterCodingException {
        ByteBuffer raw = ByteBuffer.wrap(span.raw());
        try {
            return charset.newDecoder().decode(raw).toString();
        } catch (CharacterCodingException e) {
            throw new NoTextException(charset, span.offset() + raw.position(), e);
        }
    }

    private static final class NoTextException extends CharacterCodingException {
        private final String message;

        NoTextException(Charset charset, long offset, CharacterCodingException cause) {
            this.message = "byte " + offset + " of the file is not " + charset + " text";
            initCause(cause);
        }

        @Override
        public String getMessage() {
            return message;
        }
    }

    private static List<String> fields(String text, char delimiter) {
        return builder(delimiter).ofSingleCsvRecord(text).getFields();
    }

    private static CsvReaderBuilder builder(char delimiter) {
        return CsvReader.builder().fieldSeparator(delimiter);
    }

    private static char delimiter(Path path, Position header) throws IOException {
        char best = ',';
        int most = 0;
        for (char candidate : DELIMITERS) {
            try (InputStream in = stream(path, header.offset())) {
                CsvScanner.Span span = nextFilled(new CsvScanner(in, candidate, MAX_RECORD, 0, header.line()));
                if (span != null && span.fields() > most) {
                    best = candidate;
                    most = span.fields();
                }
            }
        }
        return best;
    }

    private static byte[] byteOrderMark(Path path) throws IOException {
        try (InputStream in = stream(path, 0)) {
            byte[] head = in.readNBytes(8192);
            if (head.length >= 2
                    && UTF_16_MARKS.contains(ByteBuffer.wrap(head, 0, 2).getShort())) {
                throw new UnreadableFileException("the file is UTF-16 text; save it as \"CSV UTF-8\"");
            }
            if (head.length >= 2 && head[0] == 'P' && head[1] == 'K') {
                throw new UnreadableFileException(
                        "the file is an Excel workbook or a zip archive; save it as \"CSV UTF-8\"");
            }
            for (int i = 0; i < head.length; i++) {
                if (head[i] == 0) {
                    throw new UnreadableFileException("the file is not CSV text: byte " + i + " is zero");
                }
            }
            boolean marked = head.length >= 3 && Arrays.equals(head, 0, 3, BYTE_ORDER_MARK, 0, 3);
            return marked ? BYTE_ORDER_MARK : new byte[0];
        }
    }

    private static InputStream stream(Path path, long offset) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        channel.position(offset);
        return Channels.newInputStream(channel);
    }
}
