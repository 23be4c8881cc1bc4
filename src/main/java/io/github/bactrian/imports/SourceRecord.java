package io.github.bactrian.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of an input file.
 *
 * @param number 1-based, counting records, not lines
 * @param line the physical line it starts on, 1-based
 * @param offset of its first byte in the file
 * @param raw its bytes as they stand in the file, without the line end
 * @param keep how many bytes of {@code raw} belong to the input's own columns; the rest was added by an earlier reject file
 * @param missing how many of the input's columns a short row lacks
 * @param rootRow the number of the record in the file that was dropped first; {@code number} unless an earlier reject file
 *     says otherwise
 * @param values one text per column, empty if {@code fault} is set
 * @param fault why the record cannot become a row, null if it can
 */
record SourceRecord(
        long number,
        long line,
        long offset,
        byte[] raw,
        int keep,
        int missing,
        long rootRow,
        List<String> values,
        @Nullable String fault) {

    @Override
    public String toString() {
        return "record " + number + " (line " + line + ")";
    }
}
