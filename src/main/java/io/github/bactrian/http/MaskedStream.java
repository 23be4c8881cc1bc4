package io.github.bactrian.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A stream of bytes that is masked block by block, however large it is; the bytes around a mask stay what they were. */
final class MaskedStream extends FilterInputStream {
    private static final int BLOCK = 1 << 16;
    /** What is masked may begin in one block and end in the next. */
    private static final int KEPT = 64;

    private final UnaryOperator<String> mask;
    private byte[] ready = new byte[0];
    private int next;
    private String kept = "";
    private boolean ended;

    MaskedStream(InputStream in, UnaryOperator<String> mask) {
        super(in);
        this.mask = mask;
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
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

    /** Whether there is a byte to give. */
    private boolean fill() throws IOException {
        while (next == ready.length && !ended) {
            byte[] block = in.readNBytes(BLOCK);
            ended = block.length < BLOCK;
            String masked = mask.apply(kept + new String(block, StandardCharsets.ISO_8859_1));
            int end = ended ? masked.length() : Math.max(0, masked.length() - KEPT);
            kept = masked.substring(end);
            ready = masked.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
            next = 0;
        }
        return next < ready.length;
    }

    @Override
    public int available() {
        return ready.length - next;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, BLOCK)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
