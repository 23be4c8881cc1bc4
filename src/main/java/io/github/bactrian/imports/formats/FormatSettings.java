package io.github.bactrian.imports.formats;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * How files are to be read.
 *
 * @param format null: by the file name's ending
 * @param record what a record is: of XML an element's name, null for the children of the root; of JSON a pointer to the
 *     array, such as {@code /value}, null if the file is the array
 * @param sheet of a workbook, null: the first
 * @param delimiter of CSV, null: detected among comma, semicolon and tab
 * @param charset null: by byte order mark, by XML's own declaration, else UTF-8
 * @param skipLines physical lines before the header of CSV
 */
public record FormatSettings(
        @Nullable Format format,
        @Nullable String record,
        @Nullable String sheet,
        @Nullable Character delimiter,
        @Nullable Charset charset,
        int skipLines) {
    /** Everything by default. */
    public static final FormatSettings DEFAULT = new FormatSettings(null, null, null, null, null, 0);
}
