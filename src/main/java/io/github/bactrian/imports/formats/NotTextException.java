package io.github.bactrian.imports.formats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;

/** Bytes that are no text in the file's charset. The message names the first of them by its offset. */
final class NotTextException extends CharacterCodingException {
    private final String message;

    private NotTextException(String message) {
        this.message = message;
    }

    /**
     * Decodes bytes, or throws: nothing is replaced by a question mark.
     *
     * @param offset of the first byte in the file
     */
    static String decode(byte[] raw, Charset charset, long offset) throws NotTextException {
        ByteBuffer in = ByteBuffer.wrap(raw);
        var decoder = charset.newDecoder();
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(raw.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isUnderflow()) {
            result = decoder.flush(out);
        }
        if (result.isError()) {
            throw new NotTextException("byte " + (offset + in.position()) + " of the file is not " + charset + " text");
        }
        return out.flip().toString();
    }

    /** What is wrong and what to do. */
    String advice() {
        return message + "; save the file as UTF-8, or set charset";
    }

    @Override
    public String getMessage() {
        return message;
    }
}
