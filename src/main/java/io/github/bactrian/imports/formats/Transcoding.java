package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns text of another charset into UTF-8, behind a byte order mark. What is no text in that charset becomes a byte that
 * is none in UTF-8 either, so that it is found in its record.
 */
final class Transcoding extends BlockStream {
    private static final byte NO_TEXT = (byte) 0xFF;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder =
            StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 13).flip();
    private final CharBuffer chars = CharBuffer.allocate(1 << 13);
    private ByteBuffer text;
    private boolean first = true;
    private boolean ended;

    Transcoding(InputStream in, Charset charset, byte[] mark) {
        this.in = in;
        this.decoder = charset.newDecoder();
        this.text = ByteBuffer.allocate(1 << 16).put(mark).flip();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (!text.hasRemaining()) {
            if (ended) {
                return -1;
            }
            more();
        }
        int n = Math.min(length, text.remaining());
        text.get(to, offset, n);
        return n;
    }

    private void more() throws IOException {
        bytes.compact();
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(n, 0)).flip();
        text.clear();
        CoderResult result = decoder.decode(bytes, chars, n < 0);
        boolean flushed = n < 0 && result.isUnderflow() && decoder.flush(chars).isUnderflow();
        encode();
        if (result.isError()) {
            bytes.position(bytes.position() + result.length());
            text.put(NO_TEXT);
        }
        ended = flushed;
        text.flip();
    }

    private void encode() {
        chars.flip();
        if (first && chars.hasRemaining()) {
            first = false;
            if (chars.charAt(0) == '\uFEFF') {
                chars.get();
            }
        }
        CoderResult result = encoder.encode(chars, text, false);
        if (result.isError()) {
            chars.position(chars.position() + result.length());
            text.put(NO_TEXT);
        }
        chars.compact();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
