package io.github.bactrian.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A text in another charset, in UTF-8. If it is XML, its declaration says so. */
final class Utf8Stream extends FilterInputStream {
    private static final int BLOCK = 1 << 13;
    private static final Pattern DECLARED =
            Pattern.compile("(^\\s*<\\?xml\\b[^>]*?\\bencoding\\s*=\\s*)(\"[^\"]*\"|'[^']*')");

    private final Reader reader;
    private boolean declares;
    private byte[] ready = new byte[0];
    private int next;

    Utf8Stream(InputStream in, Charset charset, boolean xml) {
        super(in);
        this.reader = new InputStreamReader(in, charset);
        this.declares = xml;
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
        if (next < ready.length) {
            return true;
        }
        String text = block();
        ready = (declares ? DECLARED.matcher(text).replaceFirst("$1\"UTF-8\"") : text).getBytes(StandardCharsets.UTF_8);
        declares = false;
        next = 0;
        return ready.length > 0;
    }

    /** A whole block, unless the text ends, for a declaration must not be cut; and no half of a character. */
    private String block() throws IOException {
        char[] block = new char[BLOCK + 1];
        int length = 0;
        int count = 0;
        while (count >= 0 && length < BLOCK) {
            count = reader.read(block, length, BLOCK - length);
            length += Math.max(0, count);
        }
        if (length == BLOCK && Character.isHighSurrogate(block[length - 1])) {
            int low = reader.read();
            block[length] = (char) low;
            length += low < 0 ? 0 : 1;
        }
        return new String(Arrays.copyOf(block, length));
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
