package io.github.bactrian.imports;

import java.util.Locale;

/** Where a job stands; the last seven are endings. */
enum Status {
    /** About to be taken from the inbox; nothing is known of its content yet. */
    CLAIMED,
    RUNNING,
    /** All rows have ended; files are being put in their places. */
    ENDING,
    DONE,
    DONE_WITH_REJECTS,
    DONE_WITH_UNKNOWN,
    /** Somebody must act; the position is kept, and the job goes on from there. */
    STOPPED,
    /** The rest of the file could not be read. */
    INCOMPLETE,
    /** The same bytes had been imported before. */
    SKIPPED,
    /** Could not be read at all. */
    FAILED;

    /** Whether nothing is left to do. */
    boolean isFinal() {
        return this != CLAIMED && this != RUNNING && this != ENDING && this != STOPPED;
    }

    /** As users read it: {@code done-with-rejects}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Status of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
