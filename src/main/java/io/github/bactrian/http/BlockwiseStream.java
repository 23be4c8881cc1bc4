package io.github.bactrian.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes are made block by block of those of another. */
abstract class BlockwiseStream extends FilterInputStream {
    private byte[] ready = new byte[0];
    private int next;

    BlockwiseStream(InputStream in) {
        super(in);
    }

    /** Returns the next bytes; empty at the end. */
    abstract byte[] block() throws IOException;

    @Override
    public final int read() throws IOException {
        return fill() ? ready[next++] & 0xff : -1;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, ready.length - next);
        System.arraycopy(ready, next, bytes, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (next == ready.length) {
            ready = block();
            next = 0;
        }
        return next < ready.length;
    }

    @Override
    public final int available() {
        return ready.length - next;
    }

    @Override
    public final long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 13)]));
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
