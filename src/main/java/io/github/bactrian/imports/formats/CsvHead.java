package io.github.bactrian.imports.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands before the first row of a CSV file: mark, skipped lines, header. */
final class CsvHead {
    private static final int MAX_PREAMBLE = Window.MAX_RECORD;
    private static final List<String> ADDED = List.of(Rejects.ROW, Rejects.ERROR);

    private CsvHead() {}

    static @Nullable RecordFile open(Source source, FormatSettings settings) throws IOException {
        Content.requireCsv(source);
        byte[] mark = source.mark();
        Charset charset = settings.charset() == null || mark.length > 0 ? StandardCharsets.UTF_8 : settings.charset();
        requireApart(settings.delimiter(), charset);
        Position begin = new Position(0, mark.length, 1);
        try (InputStream in = source.at(mark.length)) {
            CsvScanner lines = new CsvScanner(new Window(in, Window.MAX_RECORD, begin), ',');
            ByteArrayOutputStream preamble = new ByteArrayOutputStream();
            preamble.writeBytes(mark);
            for (int i = 0; i < settings.skipLines(); i++) {
                CsvSpan skipped = lines.nextLine();
                if (skipped == null) {
                    return null;
                }
                preamble.writeBytes(skipped.raw());
                preamble.writeBytes(skipped.lineEnd());
                requireShort(preamble.size());
            }
            Position header = new Position(0, lines.offset(), lines.line());
            char delimiter = settings.delimiter() == null ? Delimiter.detect(source, header) : settings.delimiter();
            return withHeader(source, preamble.toByteArray(), header, delimiter, charset);
        }
    }

    private static void requireApart(@Nullable Character delimiter, Charset charset) throws UnreadableFileException {
        if (delimiter != null && Charsets.mayBePartOfAnother(delimiter, charset)) {
            throw new UnreadableFileException("delimiter=" + delimiter + " can be part of another character in "
                    + charset + "; save the file as UTF-8, or with another delimiter");
        }
    }

    private static void requireShort(int preamble) throws UnreadableFileException {
        if (preamble > MAX_PREAMBLE) {
            throw new UnreadableFileException(
                    "the lines before the header are longer than " + MAX_PREAMBLE + " bytes; set skipLines to less");
        }
    }

    private static @Nullable RecordFile withHeader(
            Source source, byte[] preamble, Position at, char delimiter, Charset charset) throws IOException {
        try (InputStream in = source.at(at.offset())) {
            CsvScanner scanner = new CsvScanner(new Window(in, Window.MAX_RECORD, at), delimiter);
            CsvSpan header = scanner.next();
            if (header == null) {
                return null;
            }
            header.requireClosed();
            List<String> names = names(header, charset);
            int added = names.size() > 2 && names.subList(0, 2).equals(ADDED) ? 2 : 0;
            List<String> columns = names.subList(added, names.size());
            requireUsable(columns, added, header.line());
            return new CsvFile(
                    source,
                    preamble,
                    Arrays.copyOfRange(header.raw(), header.begin(added), header.raw().length),
                    header.lineEnd().length == 0 ? new byte[] {'\n'} : header.lineEnd(),
                    delimiter,
                    charset,
                    List.copyOf(columns),
                    added,
                    new Position(1, scanner.offset(), scanner.line()));
        }
    }

    private static List<String> names(CsvSpan header, Charset charset) throws UnreadableFileException {
        try {
            if (!header.strayText()) {
                return CsvText.fields(header, 0, charset).stream()
                        .map(String::strip)
                        .toList();
            }
        } catch (NotTextException e) {
            throw notCsv(header, charset, String.valueOf(e.getMessage()));
        }
        throw notCsv(header, charset, "text follows a closing quote");
    }

    private static UnreadableFileException notCsv(CsvSpan header, Charset charset, String why) {
        return new UnreadableFileException("line " + header.line() + ": the header is not " + charset + " CSV text ("
                + why + "); is this a CSV file? If it is in another encoding, set charset");
    }

    /** A file without a header has a row in its place, so what is found there is not shown. */
    static void requireUsable(List<String> columns, int added, long line) throws UnreadableFileException {
        Map<String, Integer> earlier = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i);
            int number = added + i + 1;
            String where = "line " + line + ": column " + number + " has ";
            Integer same = earlier.putIfAbsent(name, number);
            if (name.isEmpty() || same != null) {
                throw new UnreadableFileException(where
                        + (name.isEmpty() ? "no name" : "the name that column " + same + " has")
                        + "; each column needs a name of its own. If other lines precede the header, set skipLines; if the"
                        + " file has none, add it");
            }
            if (ADDED.contains(name)) {
                throw new UnreadableFileException(where + "the name " + name
                        + ", which reject files use; keep _row and _error the first two columns, or rename it");
            }
        }
    }
}
