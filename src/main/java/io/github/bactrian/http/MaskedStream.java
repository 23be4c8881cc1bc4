package io.github.bactrian.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A stream of bytes that is masked block by block, however large it is; the bytes around a mask stay what they were. */
final class MaskedStream extends BlockwiseStream {
    private static final int BLOCK = 1 << 16;
    /** What is masked may begin in one block and end in the next. */
    private static final int KEPT = 64;

    private final UnaryOperator<String> mask;
    private String kept = "";
    private boolean ended;

    MaskedStream(InputStream in, UnaryOperator<String> mask) {
        super(in);
        this.mask = mask;
    }

    @Override
    byte[] block() throws IOException {
        byte[] masked = {};
        while (masked.length == 0 && !ended) {
            byte[] block = in.readNBytes(BLOCK);
            ended = block.length < BLOCK;
            String text = mask.apply(kept + new String(block, StandardCharsets.ISO_8859_1));
            int end = ended ? text.length() : Math.max(0, text.length() - KEPT);
            kept = text.substring(end);
            masked = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        }
        return masked;
    }
}
