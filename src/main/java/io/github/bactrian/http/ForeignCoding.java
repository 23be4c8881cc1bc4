package io.github.bactrian.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Lets an answer pass whose body is in a coding that nobody asked for. HttpClient would refuse the whole answer, status and all;
 * so reading the body fails instead.
 */
final class ForeignCoding implements ExecChainHandler {
    private static final Set<String> DECODED = Set.of("gzip", "x-gzip", "deflate", "identity");

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        String coding = coding(response);
        if (response.getEntity() != null && !isAskedFor(coding, request)) {
            response.setEntity(new Unreadable(response, coding));
            response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        }
        return response;
    }

    private static String coding(HttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        return header == null ? "identity" : header.getValue().strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isAskedFor(String coding, HttpRequest request) {
        Header accepted = request.getFirstHeader(HttpHeaders.ACCEPT_ENCODING);
        return DECODED.contains(coding)
                || (accepted != null
                        && accepted.getValue().toLowerCase(Locale.ROOT).contains(coding));
    }

    private static final class Unreadable extends HttpEntityWrapper {
        private final ClassicHttpResponse response;
        private final String coding;

        Unreadable(ClassicHttpResponse response, String coding) {
            super(response.getEntity());
            this.response = response;
            this.coding = coding;
        }

        @Override
        public String getContentEncoding() {
            return "identity";
        }

        @Override
        public InputStream getContent() throws IOException {
            InputStream content = super.getContent();
            return content == null ? InputStream.nullInputStream() : new Refusal(content);
        }

        private final class Refusal extends FilterInputStream {

            Refusal(InputStream content) {
                super(content);
            }

            @Override
            public int read() throws IOException {
                throw new IOException(
                        "it is in the coding " + coding + ", which nobody asked for (HTTP " + response.getCode() + ")");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                return read();
            }
        }
    }
}
