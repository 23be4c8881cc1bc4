package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the records of an XML file begin and end, in bytes: elements of a name, or the children of the root. What is in
 * them is looked at one by one.
 */
final class XmlScanner implements Scanner<RawSpan> {
    private final Window window;
    private final XmlMarkup markup;
    private final @Nullable String record;
    private final boolean placeUnknown;
    private final Deque<String> open = new ArrayDeque<>();
    private @Nullable String root;
    private String lastEnd = "";

    /**
     * @param record the local name of records, null for the children of the root
     * @param ancestors the start tags of the elements that are open where the window begins, outermost first
     */
    XmlScanner(Window window, @Nullable String record, Iterable<String> ancestors) {
        this.window = window;
        this.markup = new XmlMarkup(window);
        this.record = record;
        ancestors.forEach(open::add);
        this.root = open.isEmpty() ? null : XmlMarkup.name(open.getFirst());
        this.placeUnknown = root != null && record != null;
    }

    @Override
    public long offset() {
        return window.offset();
    }

    @Override
    public long line() {
        return window.line();
    }

    /** The start tags of the elements around what comes next, outermost first. */
    Deque<String> ancestors() {
        return open;
    }

    @Override
    public @Nullable RawSpan next() throws IOException {
        while (markup.skipText() != Window.EOF) {
            XmlMarkup.Kind kind = markup.next();
            String tag = kind == XmlMarkup.Kind.OTHER ? "" : tag();
            if (kind == XmlMarkup.Kind.END) {
                lastEnd = XmlMarkup.name(tag);
                open.pollLast();
            } else if (kind != XmlMarkup.Kind.OTHER && isRecord(tag)) {
                if (kind == XmlMarkup.Kind.START) {
                    markup.element();
                }
                return RawSpan.of(window);
            } else if (kind != XmlMarkup.Kind.OTHER) {
                enter(tag, kind);
            }
            window.drop();
        }
        requireWhole();
        return null;
    }

    private String tag() {
        return new String(window.buffer, window.begin, window.length, StandardCharsets.UTF_8);
    }

    private boolean isRecord(String tag) {
        return record == null
                ? open.size() == 1
                : root != null && XmlMarkup.localName(tag).equals(record);
    }

    private void enter(String tag, XmlMarkup.Kind kind) throws UnreadableFileException {
        if (root != null && open.isEmpty() && !placeUnknown) {
            throw new UnreadableFileException(
                    "line " + window.line() + ": an element follows the end of the root; an XML file has one root");
        }
        root = root == null ? XmlMarkup.name(tag) : root;
        lastEnd = "";
        if (kind == XmlMarkup.Kind.START) {
            open.add(tag);
        } else if (open.isEmpty()) {
            lastEnd = root;
        }
    }

    private void requireWhole() throws UnreadableFileException {
        boolean closed = lastEnd.equals(root) && (open.isEmpty() || placeUnknown);
        if (root != null && !closed) {
            throw new UnreadableFileException("line " + window.line() + ": the file ends before its root element "
                    + root + " does; it was cut off");
        }
    }
}
