package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is made for reading many bytes at once. */
abstract class BlockStream extends InputStream {

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] to, int offset, int length) throws IOException;
}
