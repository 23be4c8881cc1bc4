package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What separates the fields of a CSV file, told by its first records.
 *
 * @param headerFields into how many it splits the header
 * @param alike how many of the records that follow have as many fields, in parts of a hundred
 */
record Delimiter(char delimiter, int headerFields, int alike) {
    private static final int SAMPLE = 50;

    /** The one that splits the header, and most records into as many fields; of several, the one with most fields. */
    static char detect(Source source, Position header) throws IOException {
        Delimiter best = new Delimiter(',', 1, 0);
        for (char candidate : new char[] {',', ';', '\t'}) {
            Delimiter tried = tried(source, header, candidate);
            if (tried != null && tried.isBetterThan(best)) {
                best = tried;
            }
        }
        return best.delimiter;
    }

    private boolean isBetterThan(Delimiter other) {
        if (headerFields == 1 || other.headerFields == 1) {
            return headerFields > other.headerFields;
        }
        return alike == other.alike ? headerFields > other.headerFields : alike > other.alike;
    }

    private static @Nullable Delimiter tried(Source source, Position header, char delimiter) throws IOException {
        try (InputStream in = source.at(header.offset())) {
            CsvScanner scanner = new CsvScanner(new Window(in, Window.MAX_RECORD, header), delimiter);
            CsvSpan first = scanner.next();
            if (first != null && isRejects(first.raw(), delimiter)) {
                return new Delimiter(delimiter, Integer.MAX_VALUE, 101);
            }
            return first == null ? null : new Delimiter(delimiter, first.fields(), alike(scanner, first.fields()));
        } catch (UnreadableFileException e) {
            // with this delimiter a quote opens that never closes
            return null;
        }
    }

    /** A reject file says it: its rows may all be ragged. */
    private static boolean isRejects(byte[] header, char delimiter) {
        String added = Rejects.ROW + delimiter + Rejects.ERROR + delimiter;
        return new String(header, StandardCharsets.ISO_8859_1).startsWith(added);
    }

    private static int alike(CsvScanner scanner, int fields) throws IOException {
        int records = 0;
        int alike = 0;
        for (CsvSpan span = scanner.next(); span != null && records < SAMPLE; span = scanner.next()) {
            records++;
            alike += span.fields() == fields && !span.strayText() && !span.unclosed() ? 1 : 0;
        }
        return records == 0 ? 100 : alike * 100 / records;
    }
}
