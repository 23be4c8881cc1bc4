package io.github.bactrian.imports.formats;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds where the elements of a JSON array begin and end, in bytes. What is in them is looked at one by one. */
final class JsonScanner implements Scanner<RawSpan> {
    private final Window window;
    private final int depth;
    private boolean behindElement;
    private boolean ended;

    /**
     * @param resumed whether the window begins at an element or behind one; else it begins behind the array's bracket
     * @param depth how many objects the array lies in
     */
    JsonScanner(Window window, boolean resumed, int depth) throws IOException {
        this.window = window;
        // an element begins with none of them, and nothing else may stand directly behind one
        this.behindElement = resumed && " \n\r\t,]".indexOf(window.peek()) >= 0;
        this.depth = depth;
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
        if (ended) {
            return null;
        }
        int b = space();
        boolean comma = b == ',' && behindElement;
        if (comma) {
            window.pass(b);
            b = space();
        } else if (behindElement && b != ']') {
            throw wrong(b, "a comma or ] should follow the element");
        }
        if (b == ']' && !comma) {
            window.pass(b);
            behind();
            ended = true;
            return null;
        }
        element(b);
        int behind = window.peek();
        if (behind != Window.EOF && " \n\r\t,]".indexOf(behind) < 0) {
            throw wrong(behind, "a comma or ] should follow the element");
        }
        behindElement = true;
        return RawSpan.of(window);
    }

    /** Passes over white space; what follows begins there. */
    private int space() throws IOException {
        int b = window.peek();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            window.pass(b);
            b = window.peek();
            if (window.length > 1 << 12) {
                window.drop();
            }
        }
        window.drop();
        return b;
    }

    private void element(int first) throws IOException {
        if (first == '{' || first == '[') {
            nested();
        } else if (first == '"') {
            string();
        } else {
            scalar(first);
        }
    }

    private void nested() throws IOException {
        int open = 0;
        do {
            int b = window.peek();
            if (b == '"') {
                string();
                continue;
            }
            open += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            requireMore(b);
            window.pass(b);
        } while (open > 0);
    }

    private void string() throws IOException {
        window.pass('"');
        for (int b = window.peek(); b != '"'; b = window.peek()) {
            requireMore(b);
            if (b == '\n') {
                throw new UnreadableFileException("line " + (window.line() + window.linesInside)
                        + ": a quote (\") is opened and not closed in this line");
            }
            window.pass(b);
            if (b == '\\') {
                int escaped = window.peek();
                requireMore(escaped);
                window.pass(escaped);
            }
        }
        window.pass('"');
    }

    private void scalar(int first) throws IOException {
        int b = first;
        while (b != Window.EOF && " \n\r\t,]}:".indexOf(b) < 0) {
            window.pass(b);
            b = window.peek();
        }
        if (window.length == 0) {
            throw wrong(b, "an element should stand here");
        }
    }

    /** Looks whether the file is whole: the objects around the array are closed, and nothing follows them. */
    private void behind() throws IOException {
        int open = depth;
        int b = space();
        while (open > 0) {
            if (b == '"') {
                string();
            } else {
                requireMore(b);
                open += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                window.pass(b);
            }
            b = space();
        }
        if (b != Window.EOF) {
            throw wrong(b, "something follows the end of the JSON text; if each line is an object, set format=jsonl");
        }
    }

    private void requireMore(int b) throws UnreadableFileException {
        if (b == Window.EOF) {
            throw cutOff();
        }
    }

    private UnreadableFileException wrong(int b, String what) {
        return b == Window.EOF ? cutOff() : new UnreadableFileException("line " + window.line() + ": " + what);
    }

    private UnreadableFileException cutOff() {
        return new UnreadableFileException(
                "line " + window.line() + ": the file ends before its JSON array does; it was cut off");
    }
}
