package io.github.bactrian.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A text in another charset, in UTF-8. If it is XML, its declaration says so. */
final class Utf8Stream extends BlockwiseStream {
    private static final int BLOCK = 1 << 13;
    private static final Pattern DECLARED =
            Pattern.compile("(^\\s*<\\?xml\\b[^>]*?\\bencoding\\s*=\\s*)(\"[^\"]*\"|'[^']*')");

    private final Reader reader;
    private boolean declares;

    Utf8Stream(InputStream in, Charset charset, boolean xml) {
        super(in);
        this.reader = new InputStreamReader(in, charset);
        this.declares = xml;
    }

    @Override
    byte[] block() throws IOException {
        String text = text();
        String whole = declares ? DECLARED.matcher(text).replaceFirst("$1\"UTF-8\"") : text;
        declares = false;
        return whole.getBytes(StandardCharsets.UTF_8);
    }

    /** A whole block, unless the text ends, for a declaration must not be cut; and no half of a character. */
    private String text() throws IOException {
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
}
