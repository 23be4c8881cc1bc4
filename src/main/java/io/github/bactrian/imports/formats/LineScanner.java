package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the lines of a file that are not blank. */
final class LineScanner implements Scanner<RawSpan> {
    private final Window window;

    LineScanner(Window window) {
        this.window = window;
    }

    @Override
    public long offset() {
        return window.offset();
    }

    @Override
    public long line() {
        return window.line();
    }

    @Override
    public @Nullable RawSpan next() throws IOException {
        RawSpan line = line(window.peek());
        while (line != null && isBlank(line.raw())) {
            line = line(window.peek());
        }
        return line;
    }

    private @Nullable RawSpan line(int first) throws IOException {
        int b = first;
        while (b != '\n' && b != Window.EOF) {
            window.length++;
            b = window.peek();
        }
        if (window.length == 0 && b == Window.EOF) {
            return null;
        }
        RawSpan span = RawSpan.of(window);
        if (b == '\n') {
            window.pass(b);
            window.drop();
        }
        byte[] raw = span.raw();
        boolean windows = raw.length > 0 && raw[raw.length - 1] == '\r';
        return windows ? new RawSpan(span.offset(), span.line(), Arrays.copyOf(raw, raw.length - 1)) : span;
    }

    private static boolean isBlank(byte[] raw) {
        for (byte b : raw) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
