package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.SourceRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row on its way through a job. What changes is changed only by the job, under its lock. */
final class Task {
    private final Job job;
    private final SourceRecord record;
    private final Row row;
    private final @Nullable String key;
    private final @Nullable String keyHash;
    private final String rowId;
    private final OpenRow open;
    private final @Nullable Verdict decided;

    /** Which pause, or time between pauses, it was started in. */
    int pace;
    /** How often it has run. */
    int attempts;
    /** How many rows were done when it first ran. */
    long doneAtFirst;
    /** When it may run again. */
    Instant notBefore = Instant.MIN;

    Task(
            Job job,
            SourceRecord record,
            Row row,
            @Nullable String key,
            @Nullable String keyHash,
            String rowId,
            OpenRow open,
            @Nullable Verdict decided) {
        this.job = job;
        this.record = record;
        this.row = row;
        this.key = key;
        this.keyHash = keyHash;
        this.rowId = rowId;
        this.open = open;
        this.decided = decided;
    }

    Job job() {
        return job;
    }

    SourceRecord record() {
        return record;
    }

    Row row() {
        return row;
    }

    /** The key columns' values, null if the import has no key or the row could not be read. */
    @Nullable
    String key() {
        return key;
    }

    @Nullable
    String keyHash() {
        return keyHash;
    }

    String rowId() {
        return rowId;
    }

    OpenRow open() {
        return open;
    }

    /** How it ends without being run, null if it is to be run. */
    @Nullable
    Verdict decided() {
        return decided;
    }
}
