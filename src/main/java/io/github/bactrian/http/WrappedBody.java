package io.github.bactrian.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of an answer, of which each reader gets something else than what came. */
abstract class WrappedBody extends HttpEntityWrapper {

    WrappedBody(HttpEntity entity) {
        super(entity);
    }

    /** Returns what is read in place of the content. */
    abstract InputStream wrapped(InputStream content);

    @Override
    public InputStream getContent() throws IOException {
        InputStream content = super.getContent();
        return content == null ? InputStream.nullInputStream() : wrapped(content);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream content = getContent()) {
            content.transferTo(out);
        }
    }
}
