package io.github.bactrian.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/** Makes a request fit for a second sending: a body of up to a mebibyte that can be read once only is kept in memory. */
final class ReplayableBody {

    private static final int MOST_BYTES = 1 << 20;
    private static final int TELLING_BYTES = 100;

    private ReplayableBody() {}

    /** Replaces the request's entity where necessary, and calls a body JSON that looks like it and has no type. */
    static void prepare(ClassicHttpRequest request) throws IOException {
        HttpEntity entity = request.getEntity();
        if (entity == null || (entity.isRepeatable() && isTyped(request, entity))) {
            return;
        }
        if (entity.isRepeatable()) {
            try (InputStream content = entity.getContent()) {
                typed(request, content == null ? new byte[0] : content.readNBytes(TELLING_BYTES));
            }
            return;
        }
        try {
            request.setEntity(buffered(request, entity));
        } catch (ContentTooLongException | UnsupportedOperationException e) {
            // an entity that can only be written, such as a streamed multipart body: sent as it is, and not replayed
        }
    }

    private static HttpEntity buffered(ClassicHttpRequest request, HttpEntity entity) throws IOException {
        InputStream content = entity.getContent();
        byte[] start = start(content);
        if (!isTyped(request, entity)) {
            typed(request, start);
        }
        ContentType type = ContentType.parseLenient(entity.getContentType());
        if (start.length <= MOST_BYTES) {
            content.close();
            return new ByteArrayEntity(start, type, entity.getContentEncoding());
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), content);
        return new InputStreamEntity(whole, entity.getContentLength(), type, entity.getContentEncoding());
    }

    /** The first bytes, one more than may be kept if there are so many. */
    private static byte[] start(InputStream content) throws IOException {
        // by what is there: a buffer of the usual size is ten times as large as the usual body
        byte[] there = new byte[Math.min(MOST_BYTES, content.available()) + 1];
        int length = content.readNBytes(there, 0, there.length);
        if (length < there.length) {
            return Arrays.copyOf(there, length);
        }
        byte[] rest = content.readNBytes(MOST_BYTES + 1 - length);
        byte[] all = Arrays.copyOf(there, length + rest.length);
        System.arraycopy(rest, 0, all, length, rest.length);
        return all;
    }

    private static boolean isTyped(ClassicHttpRequest request, HttpEntity entity) {
        return entity.getContentType() != null || request.containsHeader(HttpHeaders.CONTENT_TYPE);
    }

    private static void typed(ClassicHttpRequest request, byte[] start) {
        if (looksLikeJson(start)) {
            request.setHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        }
    }

    static boolean looksLikeJson(byte[] start) {
        String text =
                new String(start, 0, Math.min(start.length, TELLING_BYTES), StandardCharsets.UTF_8).stripLeading();
        return text.startsWith("{") || text.startsWith("[");
    }
}
