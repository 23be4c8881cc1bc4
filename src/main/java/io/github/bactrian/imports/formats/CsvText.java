package io.github.bactrian.imports.formats;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The fields of a record as text. */
final class CsvText {
    private CsvText() {}

    /**
     * @param from index of the first field wanted
     * @throws NotTextException if not all bytes are text
     */
    static List<String> fields(CsvSpan span, int from, Charset charset) throws NotTextException {
        Charset fast = span.ascii() ? StandardCharsets.ISO_8859_1 : charset;
        if (!span.ascii()) {
            NotTextException.decode(span.raw(), charset, span.offset());
        }
        String[] fields = new String[Math.max(0, span.fields() - from)];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(span.raw(), span.begin(from + i), span.ends()[from + i], fast);
        }
        return Arrays.asList(fields);
    }

    private static String field(byte[] raw, int begin, int end, Charset charset) {
        if (begin == end || raw[begin] != '"') {
            return new String(raw, begin, end - begin, charset);
        }
        String text = new String(raw, begin + 1, end - begin - 2, charset);
        return text.indexOf('"') < 0 ? text : text.replace("\"\"", "\"");
    }

    /** The index of the first byte that is zero, -1 if there is none. */
    static int zero(byte[] raw) {
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
