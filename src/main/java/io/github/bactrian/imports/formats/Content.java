package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises content that is not what a file's name says. */
final class Content {
    private static final int HEAD = 8192;

    private Content() {}

    static void requireCsv(Source source) throws IOException {
        String text = requireText(source, "CSV");
        if (text.matches("(?s)(\\{\\s*\"|\\[\\s*[{\\]]).*")) {
            throw new UnreadableFileException("the file is JSON, not CSV; name it .json or .jsonl, or set format");
        }
        if (text.startsWith("<?xml")) {
            throw new UnreadableFileException("the file is XML, not CSV; name it .xml, or set format");
        }
    }

    /** Returns how the text begins, without mark and white space. */
    static String requireText(Source source, String wanted) throws IOException {
        byte[] head = head(source);
        String packed = packed(head);
        if (packed != null) {
            throw new UnreadableFileException("the file is " + packed + ", not " + wanted);
        }
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                throw new UnreadableFileException("the file is not " + wanted + " text: byte " + i
                        + " is zero; if it is UTF-16 without a mark, set charset=UTF-16LE");
            }
        }
        String text = text(head);
        requireNoMarkup(text, wanted);
        return text;
    }

    private static @Nullable String packed(byte[] head) {
        String start = new String(head, 0, Math.min(4, head.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("PK\3\4") || start.startsWith("PK\5\6")) {
            return "an Excel workbook or a zip archive; name it .xlsx or .zip";
        }
        if (start.startsWith("\u001F\u008B")) {
            return "packed with gzip; name it .gz";
        }
        if (start.startsWith("\u00D0\u00CF\u0011\u00E0")) {
            return "a workbook of an old Excel; save it as .xlsx";
        }
        return start.startsWith("%PDF") ? "a PDF document" : null;
    }

    /** The answer of a web server that wanted a login is often saved as the file. */
    private static void requireNoMarkup(String text, String wanted) throws UnreadableFileException {
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
    private static String text(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return (text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text).stripLeading();
    }
}
