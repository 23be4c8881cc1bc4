package io.github.bactrian.imports.formats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of an input file.
 *
 * @param number 1-based, counting records, not lines
 * @param line the physical line it starts on, 1-based
 * @param offset of its first byte, as in {@link Position}
 * @param raw its bytes as they stand in the file, without line end or separator and without what an earlier reject file
 *     added; of a workbook a line of CSV
 * @param rootRow the number of the record in the file that was dropped first; {@code number} unless an earlier reject file
 *     says otherwise
 * @param columns the names of the values, in order; empty if {@code fault} is set
 * @param values one for each column: text, or what JSON and XML know beside it; empty if {@code fault} is set
 * @param fault why the record cannot become a row, free of its content; null if it can
 */
public record SourceRecord(
        long number,
        long line,
        long offset,
        byte[] raw,
        long rootRow,
        List<String> columns,
        List<? extends @Nullable Object> values,
        @Nullable String fault) {

    @Override
    public String toString() {
        return "record " + number + " (line " + line + ")";
    }
}
