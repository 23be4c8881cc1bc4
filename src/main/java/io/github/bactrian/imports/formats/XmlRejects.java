package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Rejected records as XML: {@code _row} and {@code _error} are the first attributes of each record. */
final class XmlRejects implements Rejects {
    private static final Pattern ADDED =
            Pattern.compile("\\s(?:" + ROW + "|" + ERROR + ")\\s*=\\s*(?:\"[^\"]*\"|'[^']*')");

    private final OutputStream out;
    private final List<String> ancestors;

    XmlRejects(OutputStream out, byte[] preamble, List<String> ancestors) throws IOException {
        this.out = out;
        this.ancestors = ancestors;
        out.write(preamble);
    }

    @Override
    public void add(SourceRecord record, String error) throws IOException {
        byte[] raw = record.raw().length == 0 ? "<record/>".getBytes(StandardCharsets.UTF_8) : record.raw();
        int name = 1;
        while (" \t\r\n/>".indexOf(raw[name]) < 0) {
            name++;
        }
        out.write(raw, 0, name);
        out.write((" " + ROW + "=\"" + record.rootRow() + "\" " + ERROR + "=\"" + escaped(error) + "\"")
                .getBytes(StandardCharsets.UTF_8));
        out.write(raw, name, raw.length - name);
        out.write('\n');
    }

    /** A record's text without what was added to it. */
    static String without(String text) {
        int end = startTag(text);
        return ADDED.matcher(text.substring(0, end)).replaceAll("") + text.substring(end);
    }

    private static int startTag(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && c == '>') {
                return i;
            }
            if (c == '"' || c == '\'') {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
        }
        return text.length();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ' || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF) {
                escaped.append(' ');
            } else if ("&<>\"".indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    @Override
    public void finish() throws IOException {
        for (int i = ancestors.size() - 1; i >= 0; i--) {
            out.write(("</" + XmlMarkup.name(ancestors.get(i)) + ">\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
