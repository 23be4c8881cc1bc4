package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A row of a job's file, with what names it.
 *
 * @param key the key columns' values, null if the import has no key or the row could not be read
 * @param keyHash names the key without showing it, null if there is no key
 * @param id the same for the same row of the same file, over resumes and reject files
 */
record JobRow(
        Job job,
        SourceRecord record,
        Row row,
        @Nullable String key,
        @Nullable String keyHash,
        String id) {

    static JobRow of(Job job, SourceRecord record, RowContent content, RowIds ids) {
        return new JobRow(job, record, content.row(), content.key(), ids.keyHash(content.key()), ids.rowId(record));
    }

    long number() {
        return record.number();
    }
}
