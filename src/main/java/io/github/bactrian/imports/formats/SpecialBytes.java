package io.github.bactrian.imports.formats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for bytes that end a field of CSV or are zero, eight at a time. */
final class SpecialBytes {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long SIGNS = EACH << 7;

    private final byte delimiter;
    private final long delimiters;
    private boolean ascii;

    SpecialBytes(byte delimiter) {
        this.delimiter = delimiter;
        this.delimiters = EACH * delimiter;
    }

    /** Where the next one is; {@code end} if there is none before. */
    int next(byte[] buffer, int from, int end) {
        int at = from;
        long seen = 0;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(buffer, at);
            long found = zeros(word) | zeros(word ^ delimiters) | zeros(word ^ EACH * '\n') | zeros(word ^ EACH * '\r');
            if (found != 0) {
                int bits = Long.numberOfTrailingZeros(found) & -Byte.SIZE;
                ascii = ((seen | (word & ((1L << bits) - 1))) & SIGNS) == 0;
                return at + bits / Byte.SIZE;
            }
            seen |= word;
        }
        while (at < end && !isSpecial(buffer[at])) {
            seen |= buffer[at++];
        }
        ascii = (seen & SIGNS) == 0;
        return at;
    }

    private boolean isSpecial(byte b) {
        return b == delimiter || b == '\n' || b == '\r' || b == 0;
    }

    /** The highest bit of each byte that is zero; perhaps of others, but only above such a one. */
    private static long zeros(long word) {
        return (word - EACH) & ~word & SIGNS;
    }

    /** Whether all that was passed over last is ASCII. */
    boolean ascii() {
        return ascii;
    }
}
