package io.github.bactrian.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of an answer, of which the first bytes have been read. */
final class ShortBody extends HttpEntityWrapper {

    private final InputStream content;

    private ShortBody(HttpEntity entity, InputStream content) {
        super(entity);
        this.content = content;
    }

    /**
     * Reads the body of an answer, up to a number of bytes; the rest stays to be read.
     *
     * @throws IOException if it breaks off before
     */
    static void keep(ClassicHttpResponse response, int most) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? null : entity.getContent();
        if (content == null) {
            return;
        }
        byte[] start = content.readNBytes(most);
        InputStream read = new ByteArrayInputStream(start);
        if (start.length < most) {
            content.close();
            response.setEntity(new ShortBody(entity, read));
        } else {
            response.setEntity(new ShortBody(entity, new SequenceInputStream(read, content)));
        }
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream getContent() {
        return content;
    }

    @Override
    public void writeTo(java.io.OutputStream out) throws IOException {
        content.transferTo(out);
    }
}
