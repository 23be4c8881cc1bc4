package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Recognises content that is not what a file's name says. */
final class Content {
    private static final int HEAD = 8192;

    private Content() {}

    static void requireCsv(Source source) throws IOException {
        byte[] head = head(source);
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                throw new UnreadableFileException("the file is not CSV text: byte " + i + " is zero");
            }
        }
        String text = text(head);
        if (text.startsWith("{\"") || text.startsWith("[{") || text.startsWith("[]")) {
            throw new UnreadableFileException("the file is JSON, not CSV; name it .json or .jsonl, or set format");
        }
        requireNoMarkup(text, "CSV");
        if (text.startsWith("<?xml")) {
            throw new UnreadableFileException("the file is XML, not CSV; name it .xml, or set format");
        }
    }

    /** The answer of a web server that wanted a login is often saved as the file. */
    static void requireNoMarkup(String text, String wanted) throws UnreadableFileException {
        String start = text.substring(0, Math.min(text.length(), 20)).toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            throw new UnreadableFileException("the file is an HTML page, not " + wanted
                    + "; most likely a download that ended at a login or error page");
        }
    }

    static byte[] head(Source source) throws IOException {
        try (InputStream in = source.at(0)) {
            return in.readNBytes(HEAD);
        }
    }

    /** The head without mark and white space, for looking at ASCII only. */
    static String text(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return (text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text).stripLeading();
    }
}
