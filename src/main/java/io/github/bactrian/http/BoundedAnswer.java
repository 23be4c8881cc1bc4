package io.github.bactrian.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Ends the reading of an answer that is longer than {@code call.max-answer}, and closes its connection, for the rest is not read.
 * What an answer says that refuses its call is cut off there; any other could be taken for the whole, so reading it fails. Sees the body decoded, so that a small answer which decodes to a huge one is caught as well.
 */
final class BoundedAnswer implements ExecChainHandler {

    /** The attribute of a request whose answer is handed on unread. */
    static final String STREAMED = BoundedAnswer.class.getName() + ".streamed";

    private final Function<GovernedCall, CallSettings> settings;

    BoundedAnswer(Function<GovernedCall, CallSettings> settings) {
        this.settings = settings;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        boolean kept = scope.clientContext.getAttribute(STREAMED) == null;
        if (governed != null && kept && response.getEntity() != null) {
            CallSettings limits = settings.apply(governed);
            boolean cuts = response.getCode() >= HttpStatus.SC_REDIRECTION;
            response.setEntity(
                    new Body(response.getEntity(), limits.maxAnswer(), cuts, scope.execRuntime::discardEndpoint));
        }
        return response;
    }

    private static final class Body extends WrappedBody {
        private final long most;
        private final boolean cuts;
        private final Runnable discard;

        Body(HttpEntity entity, long most, boolean cuts, Runnable discard) {
            super(entity);
            this.most = most;
            this.cuts = cuts;
            this.discard = discard;
        }

        @Override
        public long getContentLength() {
            return cuts ? -1 : super.getContentLength();
        }

        @Override
        InputStream wrapped(InputStream content) {
            return new Content(content, most, cuts, discard);
        }
    }

    private static final class Content extends FilterInputStream {
        private final long most;
        private final boolean cuts;
        private final Runnable discard;
        private long read;

        Content(InputStream in, long most, boolean cuts, Runnable discard) {
            super(in);
            this.most = most;
            this.cuts = cuts;
            this.discard = discard;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = read > most ? 0 : in.read(bytes, offset, length);
            read += Math.max(0, count);
            if (read <= most) {
                return count;
            }
            discard.run();
            if (cuts) {
                return count > 0 ? count : -1;
            } else {
                throw new ContentTooLongException(
                        "the answer is longer than call.max-answer=%d bytes, and is not read further", most);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 13)]));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** To close what lies beneath would read the rest first. */
        @Override
        public void close() throws IOException {
            if (read <= most) {
                in.close();
            }
        }
    }
}
