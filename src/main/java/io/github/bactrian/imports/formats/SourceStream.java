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
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = in.read(to, offset, length);
        if (n < 0) {
            file.requireUnchanged();
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            in.close();
        }
    }
}
