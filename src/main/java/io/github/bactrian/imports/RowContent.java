package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.SourceRecord;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an import makes of a record.
 *
 * @param fault why the row cannot be run, free of its content; null if it can
 * @param key the key columns' values; null if the import has no key, or the row cannot be run
 */
record RowContent(Row row, @Nullable String fault, @Nullable String key) {

    static RowContent of(SourceRecord record, ImportSettings settings) {
        Row row = new Row(record.columns(), record.values(), settings.secretFields());
        String fault = record.fault() == null ? withoutKey(row, settings) : record.fault();
        return new RowContent(row, fault, fault == null ? key(row, settings) : null);
    }

    private static @Nullable String withoutKey(Row row, ImportSettings settings) {
        return settings.key().stream()
                .filter(column -> row.get(column) == null)
                .findFirst()
                .map(column -> "the record has no '" + column + "', which key names")
                .orElse(null);
    }

    /** Null if the import has no key. The unit separator cannot occur in a name that a person types. */
    private static @Nullable String key(Row row, ImportSettings settings) {
        return settings.key().isEmpty()
                ? null
                : settings.key().stream()
                        .map(column -> String.valueOf(row.get(column)))
                        .collect(Collectors.joining("\u001f"));
    }
}
