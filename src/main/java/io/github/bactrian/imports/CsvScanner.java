package io.github.bactrian.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the records of a CSV file (RFC 4180) begin and end, in bytes, so that a row's raw text, its line and its
 * offset are known. Works on bytes because delimiters, quotes and line ends are single bytes in every charset that extends
 * ASCII.
 */
final class CsvScanner {
    private static final int EOF = -1;

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    /**
     * One record.
     *
     * @param raw without the line end
     * @param lineEnd as found; empty at the end of the file
     * @param fields how many there are, 1 for a blank line
     * @param lastDelimiter where in {@code raw} the last delimiter stands, -1 if there is none
     * @param nextToLastDelimiter likewise
     * @param unclosed whether the file ended inside a quoted field
     */
    record Span(
            long offset,
            long line,
            byte[] raw,
            byte[] lineEnd,
            int fields,
            int lastDelimiter,
            int nextToLastDelimiter,
            boolean unclosed) {}

    private final InputStream in;
    private final byte delimiter;
    private final int maxRecord;
    private byte[] buffer = new byte[1 << 16];
    private int begin;
    private int end;
    private long offset;
    private long line;

    // of the record being scanned
    private int length;
    private int fields;
    private int lastDelimiter;
    private int nextToLastDelimiter;
    private long linesInside;

    /**
     * @param maxRecord in bytes, line end included
     * @param offset of the stream's first byte in the file
     * @param line the stream's first byte stands on
     */
    CsvScanner(InputStream in, char delimiter, int maxRecord, long offset, long line) {
        this.in = in;
        this.delimiter = (byte) delimiter;
        this.maxRecord = maxRecord;
        this.offset = offset;
        this.line = line;
    }

    /** The file offset behind the record last returned. */
    long offset() {
        return offset;
    }

    /** The line behind the record last returned. */
    long line() {
        return line;
    }

    /** The next physical line, quotes ignored; null at the end. */
    @Nullable
    Span nextLine() throws IOException {
        return next(false);
    }

    /**
     * The next record, which may be a blank line; null at the end.
     *
     * @throws UnreadableFileException if it is longer than the limit, as after a quote that is never closed
     */
    @Nullable
    Span next() throws IOException {
        return next(true);
    }

    private @Nullable Span next(boolean quotes) throws IOException {
        reset();
        State state = State.FIELD_START;
        boolean afterReturn = false;
        for (int b = peek(); b != EOF; b = peek()) {
            if (state != State.QUOTED && (b == '\n' || b == '\r')) {
                return span(lineEnd(b), false);
            }
            boolean newLine = b == '\r' || (b == '\n' && !afterReturn);
            linesInside += newLine ? 1 : 0;
            afterReturn = b == '\r';
            state = quotes ? after(state, b) : State.PLAIN;
            if (state == State.FIELD_START) {
                fields++;
                nextToLastDelimiter = lastDelimiter;
                lastDelimiter = length;
            }
            length++;
        }
        return length == 0 ? null : span(new byte[0], state == State.QUOTED);
    }

    private State after(State state, int b) {
        if (state == State.QUOTED) {
            return b == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
        }
        if (b == delimiter) {
            return State.FIELD_START;
        }
        return b == '"' && state != State.PLAIN ? State.QUOTED : State.PLAIN;
    }

    private void reset() {
        length = 0;
        fields = 1;
        lastDelimiter = -1;
        nextToLastDelimiter = -1;
        linesInside = 0;
    }

    private Span span(byte[] lineEnd, boolean unclosed) {
        byte[] raw = Arrays.copyOfRange(buffer, begin, begin + length);
        Span span = new Span(offset, line, raw, lineEnd, fields, lastDelimiter, nextToLastDelimiter, unclosed);
        begin += length + lineEnd.length;
        offset += length + lineEnd.length;
        line += linesInside + (lineEnd.length == 0 ? 0 : 1);
        return span;
    }

    private byte[] lineEnd(int first) throws IOException {
        length++;
        boolean both = first == '\r' && peek() == '\n';
        length--;
        return both ? new byte[] {'\r', '\n'} : new byte[] {(byte) first};
    }

    private int peek() throws IOException {
        return begin + length < end || fill() ? buffer[begin + length] : EOF;
    }

    private boolean fill() throws IOException {
        if (length >= maxRecord) {
            throw new UnreadableFileException("line " + line + ": a record of more than " + maxRecord
                    + " bytes starts here; most likely a quote (\") is opened and never closed");
        }
        System.arraycopy(buffer, begin, buffer, 0, length);
        begin = 0;
        end = length;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int n = in.read(buffer, end, buffer.length - end);
        end += Math.max(n, 0);
        return n > 0;
    }
}
