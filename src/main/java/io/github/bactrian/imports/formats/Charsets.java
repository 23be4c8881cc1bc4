package io.github.bactrian.imports.formats;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What matters about charsets when bytes are scanned. */
public final class Charsets {
    private Charsets() {}

    /** Whether ASCII characters, and only they, are the bytes that they are in ASCII; so delimiters can be found in bytes. */
    static boolean extendsAscii(Charset charset) {
        return Arrays.equals("a,\"\n".getBytes(charset), new byte[] {'a', ',', '"', '\n'});
    }

    static boolean isUtf8(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    }

    /**
     * Whether what a byte means depends on bytes before it that switch alphabets, as in ISO-2022-JP. Such text cannot be read
     * from the middle.
     */
    public static boolean isStateful(Charset charset) {
        if (!charset.canEncode()) {
            return true;
        }
        for (byte b : "a\u3042\uD55C\u4E2Da".getBytes(charset)) {
            if (b == 0x1B || b == 0x0E || b == 0x0F) {
                return true;
            }
        }
        return false;
    }

    /** Whether a character can be the second byte of another one, as {@code |} in Shift_JIS. */
    static boolean mayBePartOfAnother(char delimiter, Charset charset) {
        return !isUtf8(charset)
                && extendsAscii(charset)
                && charset.newEncoder().maxBytesPerChar() > 1
                && delimiter >= '0';
    }
}
