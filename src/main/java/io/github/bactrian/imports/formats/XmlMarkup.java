package io.github.bactrian.imports.formats;

import java.io.IOException;

/** Passes over the markup of XML, in bytes: tags, comments, instructions, CDATA. Document types are refused. */
final class XmlMarkup {
    /** What begins with an opening angle bracket. */
    enum Kind {
        START,
        END,
        EMPTY,
        OTHER
    }

    private final Window window;

    XmlMarkup(Window window) {
        this.window = window;
    }

    /** Drops what is no markup. Returns what comes then: an angle bracket or EOF. */
    int skipText() throws IOException {
        int b = window.peek();
        while (b != '<' && b != Window.EOF) {
            window.pass(b);
            if (window.length > 1 << 12) {
                window.drop();
            }
            b = window.peek();
        }
        window.drop();
        return b;
    }

    /** Passes over the markup that begins here. */
    Kind next() throws IOException {
        must();
        int b = window.peek();
        if (b == '?') {
            through("?>");
            return Kind.OTHER;
        }
        if (b == '!') {
            declaration();
            return Kind.OTHER;
        }
        return b == '/' ? end() : start();
    }

    /** Passes over the rest of an element whose start tag was passed. */
    void element() throws IOException {
        for (int depth = 1; depth > 0; ) {
            int b = window.peek();
            if (b != '<') {
                must();
                continue;
            }
            Kind kind = next();
            depth += kind == Kind.START ? 1 : kind == Kind.END ? -1 : 0;
        }
    }

    private Kind end() throws IOException {
        through(">");
        return Kind.END;
    }

    private Kind start() throws IOException {
        int before = '<';
        for (int b = must(); b != '>'; b = must()) {
            if (b == '"' || b == '\'') {
                through(Character.toString(b));
            }
            before = b;
        }
        return before == '/' ? Kind.EMPTY : Kind.START;
    }

    private void declaration() throws IOException {
        must();
        int b = must();
        if (b == '-') {
            must();
            through("-->");
        } else if (b == '[') {
            through("]]>");
        } else {
            throw new UnreadableFileException("line " + window.line()
                    + ": the file has a document type (<!DOCTYPE>), which could name other files or grow without bounds;"
                    + " remove it");
        }
    }

    /** Passes over all up to and with these characters. */
    private void through(String end) throws IOException {
        int from = window.length;
        do {
            must();
        } while (window.length - from < end.length() || !endsWith(end));
    }

    private boolean endsWith(String end) {
        int at = window.begin + window.length - end.length();
        for (int i = 0; i < end.length(); i++) {
            if (window.buffer[at + i] != end.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Passes over a byte that must be there. */
    private int must() throws IOException {
        int b = window.peek();
        if (b == Window.EOF) {
            throw new UnreadableFileException(
                    "line " + window.line() + ": the file ends inside of what begins here; it was cut off");
        }
        window.pass(b);
        return b;
    }

    /** The name in a tag, with its prefix. */
    static String name(String tag) {
        int begin = tag.startsWith("</") ? 2 : 1;
        int end = begin;
        while (end < tag.length() && " \t\r\n/>".indexOf(tag.charAt(end)) < 0) {
            end++;
        }
        return tag.substring(begin, end);
    }

    static String localName(String tag) {
        String name = name(tag);
        return name.substring(name.indexOf(':') + 1);
    }
}
