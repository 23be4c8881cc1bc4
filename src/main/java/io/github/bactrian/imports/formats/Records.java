package io.github.bactrian.imports.formats;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a file, one after the other. */
public interface Records extends Closeable {
    /** Where reading can be taken up to get the record that {@link #next} will return. */
    Position position();

    /** How many bytes of the file on disk have been read, for showing progress. */
    long bytesRead();

    /**
     * The next record, null at the end. One that cannot become a row has a {@link SourceRecord#fault}.
     *
     * @throws UnreadableFileException if the rest of the file cannot be split into records
     */
    @Nullable
    SourceRecord next() throws IOException;
}
