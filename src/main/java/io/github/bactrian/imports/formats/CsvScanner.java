package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the records of a CSV file (RFC 4180) and their fields begin and end, in bytes, so that a row's raw text, its
 * line and its offset are known. Works on bytes because delimiters, quotes and line ends are single bytes in every charset
 * that extends ASCII.
 */
final class CsvScanner implements Scanner<CsvSpan> {
    private final Window window;
    private final byte delimiter;
    private final SpecialBytes special;

    // of the record being scanned
    private int[] ends = new int[16];
    private int fields;
    private boolean ascii;
    private boolean strayText;

    CsvScanner(Window window, char delimiter) {
        this.window = window;
        this.delimiter = (byte) delimiter;
        this.special = new SpecialBytes(this.delimiter);
    }

    @Override
    public long offset() {
        return window.offset();
    }

    @Override
    public long line() {
        return window.line();
    }

    /** The next physical line, quotes ignored; null at the end. */
    @Nullable
    CsvSpan nextLine() throws IOException {
        fields = 0;
        for (int b = window.peek(); b != Window.EOF; b = window.peek()) {
            if (b == '\n' || b == '\r') {
                return span(lineEnd(b), false);
            }
            window.length++;
        }
        return window.length == 0 ? null : span(new byte[0], false);
    }

    /** The next record that is no blank line, null at the end. A file that ends in a quoted field gives an unclosed one. */
    @Override
    public @Nullable CsvSpan next() throws IOException {
        CsvSpan span = nextOrBlank();
        while (span != null && span.raw().length == 0) {
            span = nextOrBlank();
        }
        return span;
    }

    /** The next record, which may be a blank line. */
    @Nullable
    CsvSpan nextOrBlank() throws IOException {
        fields = 0;
        ascii = true;
        strayText = false;
        int end = field();
        while (end == delimiter) {
            window.length++;
            end = field();
        }
        boolean unclosed = end == '"';
        if (end != Window.EOF && !unclosed) {
            return span(lineEnd(end), false);
        }
        return window.length == 0 ? null : span(new byte[0], unclosed);
    }

    /** Passes over a field. Returns what ends it: a delimiter, the first byte of a line end, EOF, or a missing quote. */
    private int field() throws IOException {
        int end;
        if (window.peek() != '"') {
            end = plain();
        } else {
            window.pass('"');
            end = quoted();
        }
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
        }
        ends[fields++] = window.length;
        return end;
    }

    private int plain() throws IOException {
        do {
            for (passPlainText(); window.begin + window.length < window.end; passPlainText()) {
                byte b = window.buffer[window.begin + window.length];
                if (b == delimiter || b == '\n' || b == '\r') {
                    return b;
                }
                ascii = false;
                window.length++;
            }
        } while (window.fill());
        return Window.EOF;
    }

    private void passPlainText() {
        int at = special.next(window.buffer, window.begin + window.length, window.end);
        window.length = at - window.begin;
        ascii &= special.ascii();
    }

    private int quoted() throws IOException {
        for (int b = afterPlainText(); b != Window.EOF; b = afterPlainText()) {
            ascii &= b > 0;
            window.pass(b);
            if (b == '"') {
                int behind = window.peek();
                if (behind != '"') {
                    return behind(behind);
                }
                window.pass(behind);
            }
        }
        return '"';
    }

    /** Passes over what means nothing inside of quotes. */
    private int afterPlainText() throws IOException {
        byte[] buffer = window.buffer;
        int end = window.end;
        int at = window.begin + window.length;
        int from = at;
        while (at < end && buffer[at] != '"' && buffer[at] > '\r') {
            at++;
        }
        window.passPlain(at - from);
        return window.peek();
    }

    private int behind(int b) throws IOException {
        if (b == delimiter || b == '\n' || b == '\r' || b == Window.EOF) {
            return b;
        }
        strayText = true;
        return plain();
    }

    private CsvSpan span(byte[] lineEnd, boolean unclosed) {
        long offset = window.offset();
        long line = window.line();
        byte[] raw = window.take();
        CsvSpan span = new CsvSpan(offset, line, raw, lineEnd, Arrays.copyOf(ends, fields), ascii, strayText, unclosed);
        window.dropLineEnd(lineEnd.length);
        return span;
    }

    private byte[] lineEnd(int first) throws IOException {
        window.length++;
        boolean both = first == '\r' && window.peek() == '\n';
        window.length--;
        return both ? new byte[] {'\r', '\n'} : new byte[] {(byte) first};
    }
}
