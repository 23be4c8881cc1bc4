package io.github.bactrian.imports.formats;

/**
 * One record of a CSV file.
 *
 * @param raw without the line end
 * @param lineEnd as found; empty at the end of the file
 * @param ends where in {@code raw} each field ends
 * @param ascii whether all bytes are ASCII, and none is zero
 * @param strayText whether text follows a closing quote
 * @param unclosed whether the file ended inside a quoted field
 */
record CsvSpan(
        long offset,
        long line,
        byte[] raw,
        byte[] lineEnd,
        int[] ends,
        boolean ascii,
        boolean strayText,
        boolean unclosed) {
    int fields() {
        return ends.length;
    }

    /** Where the field with this index begins, or the end of the record if there is none. */
    int begin(int field) {
        return field == 0 ? 0 : Math.min(ends[Math.min(field, ends.length) - 1] + 1, raw.length);
    }

    void requireClosed() throws UnreadableFileException {
        if (unclosed) {
            throw new UnreadableFileException(
                    "line " + line + ": a quote (\") is opened in this record and never closed");
        }
    }
}
