package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of a stream that a scanner looks at: the bytes of the record it is in, which it has passed over, and those
 * behind it. Knows where in the file the record begins. Fields are open to the scanners of this package for speed.
 */
final class Window {
    /** What no byte is; -1 is 0xFF. */
    static final int EOF = -1000;

    /** No record may be longer, so that no input can fill the memory. */
    static final int MAX_RECORD = 1 << 20;

    private final InputStream in;
    private final int limit;
    private long offset;
    private long line;

    byte[] buffer = new byte[1 << 16];
    /** Where the record begins in the buffer. */
    int begin;
    /** How many bytes of it were passed over. */
    int length;
    /** Where the buffer's content ends. */
    int end;
    /** Line ends that were passed over in the record. */
    long linesInside;

    private boolean afterReturn;

    /**
     * @param limit of a record, in bytes
     * @param at where the stream begins in the file
     */
    Window(InputStream in, int limit, Position at) {
        this.in = in;
        this.limit = limit;
        this.offset = at.offset();
        this.line = at.line();
    }

    /** Where the record begins in the file. */
    long offset() {
        return offset;
    }

    /** The line on which it begins. */
    long line() {
        return line;
    }

    /** The byte behind those passed over. */
    int peek() throws IOException {
        return begin + length < end || fill() ? buffer[begin + length] : EOF;
    }

    /** Passes over a byte and counts lines. */
    void pass(int b) {
        if (b == '\n' ? !afterReturn : b == '\r') {
            linesInside++;
        }
        afterReturn = b == '\r';
        length++;
    }

    /** Passes over bytes of which none ends a line. */
    void passPlain(int bytes) {
        length += bytes;
        afterReturn &= bytes == 0;
    }

    /** What was passed over; the next record begins behind it. */
    byte[] take() {
        byte[] taken = Arrays.copyOfRange(buffer, begin, begin + length);
        drop();
        return taken;
    }

    /** Forgets what was passed over; the next record begins behind it. */
    void drop() {
        begin += length;
        offset += length;
        line += linesInside;
        length = 0;
        linesInside = 0;
    }

    /** Forgets a line end of so many bytes, 0 at the end of the file. */
    void dropLineEnd(int bytes) {
        length += bytes;
        linesInside += bytes == 0 ? 0 : 1;
        afterReturn = false;
        drop();
    }

    /** Reads more; false at the end of the stream. */
    boolean fill() throws IOException {
        if (length >= limit) {
            throw new UnreadableFileException("line " + line + ": a record of more than " + limit
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
