package io.github.bactrian.imports;

import io.github.bactrian.http.BrokenAnswerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** The body of an answer that cannot be read: a step that needs it fails, and no other notices. */
final class BrokenBody extends InputStream implements StreamCache {
    private final BrokenAnswerException fault;

    BrokenBody(BrokenAnswerException fault) {
        this.fault = fault;
    }

    @Override
    public int read() throws IOException {
        // without the fault as its cause, which would be taken for that of the next call
        throw new IOException(fault.getMessage());
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        return read();
    }

    @Override
    public int available() throws IOException {
        return read();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        read();
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return this;
    }

    @Override
    public void reset() {
        // nothing of it can be read anyway
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return 1;
    }

    @Override
    public long position() {
        return 0;
    }
}
