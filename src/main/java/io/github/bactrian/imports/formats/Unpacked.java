package io.github.bactrian.imports.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** What a packed file unpacks to: bounded, and with faults of the packing told as such. */
final class Unpacked extends BlockStream {
    /** Text packs to a fiftieth at best; only what was made to fill disks packs better. */
    private static final int MAX_RATIO = 200;

    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final long MAX_BYTES = 100L << 30;

    interface Opening {
        InputStream open() throws IOException;
    }

    private final InputStream in;
    private final FileStream file;
    private long count;

    /** @param file that is read, whose position tells how much */
    Unpacked(Opening opening, FileStream file) throws IOException {
        this.file = file;
        try {
            this.in = opening.open();
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        try {
            int n = in.read(to, offset, length);
            count += Math.max(n, 0);
            requireBounded();
            return n;
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    private void requireBounded() throws IOException {
        if (count > MAX_BYTES || (count > ALWAYS_ALLOWED && count / MAX_RATIO > file.count())) {
            throw new UnreadableFileException("the file unpacks to more than "
                    + (count > MAX_BYTES ? (MAX_BYTES >> 30) + " GiB" : MAX_RATIO + " times its size")
                    + ", as files do that are made to fill disks; if it is not, unpack it and drop that");
        }
    }

    private UnreadableFileException damaged(Exception e) {
        return new UnreadableFileException(
                "the packed file is damaged or cut off (behind byte " + count + " of what it unpacks to): "
                        + e.getMessage(),
                e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
