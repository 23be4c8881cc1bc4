package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What tests of all formats do: make settings, read all records. */
final class Reading {
    private Reading() {}

    /** Settings from names and values, in pairs. */
    static FormatSettings with(Object... parameters) {
        Map<String, Object> all = new java.util.HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put((String) parameters[i], parameters[i + 1]);
        }
        String format = (String) all.get("format");
        String delimiter = (String) all.get("delimiter");
        String charset = (String) all.get("charset");
        return new FormatSettings(
                format == null ? null : Format.valueOf(format.toUpperCase(Locale.ROOT)),
                (String) all.get("record"),
                (String) all.get("sheet"),
                delimiter == null ? null : delimiter.charAt(0),
                charset == null ? null : Charset.forName(charset),
                (Integer) all.getOrDefault("skipLines", 0));
    }

    static List<SourceRecord> all(RecordFile file) throws IOException {
        return from(file, file.start());
    }

    static List<SourceRecord> from(RecordFile file, Position position) throws IOException {
        List<SourceRecord> all = new ArrayList<>();
        try (Records records = file.records(position)) {
            for (SourceRecord record = records.next(); record != null; record = records.next()) {
                all.add(record);
            }
        }
        return all;
    }
}
