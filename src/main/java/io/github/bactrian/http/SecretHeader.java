package io.github.bactrian.http;

import org.apache.hc.core5.http.FormattedHeader;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * A header whose value is written to the wire, and shown to nobody who looks at the request on its way: activity listeners,
 * interceptors, HttpClient's own debug log.
 */
final class SecretHeader implements FormattedHeader {

    private final String name;
    private final String scheme;
    private final String secret;

    /** @param scheme what may be shown, such as {@code Bearer} */
    SecretHeader(String name, String scheme, String secret) {
        this.name = name;
        this.scheme = scheme;
        this.secret = secret;
    }

    /** The whole line. Called where the request is written out: HttpCore prefers it over {@link #getValue()}. */
    @Override
    public CharArrayBuffer getBuffer() {
        CharArrayBuffer buffer = new CharArrayBuffer(name.length() + scheme.length() + secret.length() + 3);
        buffer.append(name);
        buffer.append(": ");
        buffer.append(scheme);
        buffer.append(' ');
        buffer.append(secret);
        return buffer;
    }

    @Override
    public int getValuePos() {
        return name.length() + 1;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getValue() {
        return scheme + " ***";
    }

    @Override
    public boolean isSensitive() {
        return true;
    }

    @Override
    public String toString() {
        return name + ": " + getValue();
    }
}
