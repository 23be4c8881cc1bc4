package io.github.bactrian.imports.formats;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What scanners read, and how far the file beneath was read for it. */
final class SourceStream extends FilterInputStream {
    private final FileStream file;

    SourceStream(InputStream in, FileStream file) {
        super(in);
        this.file = file;
    }

    /** How many bytes of the file on disk were read. */
    long bytesRead() {
        return file.count();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            in.close();
        }
    }
}
