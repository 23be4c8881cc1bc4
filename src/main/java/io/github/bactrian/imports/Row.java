package io.github.bactrian.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row as the route gets it: column to value, in the file's order. Shows secret fields masked. */
final class Row extends LinkedHashMap<String, @Nullable Object> {
    private final transient Set<String> secretFields;

    Row(List<String> columns, List<? extends @Nullable Object> values, Set<String> secretFields) {
        this.secretFields = secretFields;
        for (int i = 0; i < columns.size(); i++) {
            put(columns.get(i), values.get(i));
        }
    }

    /** A copy that a route may change. */
    Row(Row other) {
        super(other);
        this.secretFields = other.secretFields;
    }

    @Override
    public String toString() {
        return entrySet().stream()
                .map(field -> field.getKey() + "=" + (secretFields.contains(field.getKey()) ? "***" : field.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
