package io.github.bactrian.imports.formats;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on disk that counts how much of it was read. */
final class FileStream extends FilterInputStream {
    private long count;

    FileStream(Path path, long offset) throws IOException {
        super(Channels.newInputStream(
                FileChannel.open(path, StandardOpenOption.READ).position(offset)));
        this.count = offset;
    }

    /** How many bytes lie before what is read next. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        count += b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = in.read(to, offset, length);
        count += Math.max(n, 0);
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(n);
        count += skipped;
        return skipped;
    }
}
