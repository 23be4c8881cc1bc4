package io.github.bactrian.imports.formats;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds where records begin and end, in bytes. */
interface Scanner<S> {
    /**
     * The next record, null at the end.
     *
     * @throws UnreadableFileException if the rest of the file cannot be split
     */
    @Nullable
    S next() throws IOException;

    /** The offset behind the record last returned. */
    long offset();

    /** The line behind it. */
    long line();
}
