package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.SourceRecord;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A row that is not imported, only looked at. */
public final class DryRow {
    private final String file;
    private final SourceRecord record;
    private final RowContent content;
    private final Set<String> secretFields;

    DryRow(String file, SourceRecord record, RowContent content, Set<String> secretFields) {
        this.file = file;
        this.record = record;
        this.content = content;
        this.secretFields = secretFields;
    }

    /** 1-based, counting records. */
    public long number() {
        return record.number();
    }

    /** The physical line it begins on, 1-based. */
    public long line() {
        return record.line();
    }

    /** The key columns' values; null if the import has no key, or the row cannot be read. */
    public @Nullable String key() {
        return content.key();
    }

    /** The text with {@code ***} in place of what is in the row's secret columns, or longer parts of it, however it is
     * written there. */
    public String withoutSecrets(String text) {
        return Reason.ofSecrets(content.row(), secretFields, true).apply(text);
    }

    /** The same, longer parts of them left where they stand. */
    public String withoutWholeSecrets(String text) {
        return Reason.ofSecrets(content.row(), secretFields, false).apply(text);
    }

    String file() {
        return file;
    }

    @Nullable
    String fault() {
        return content.fault();
    }

    Row row() {
        return content.row();
    }

    /** A reason as it may be shown to anybody: without the row's content. */
    @Nullable
    String masked(@Nullable String reason) {
        return reason == null
                ? null
                : Reason.mask(List.of(content.row()), secretFields, UnaryOperator.identity())
                        .apply(reason);
    }
}
