package io.github.bactrian.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MalformedChunkCodingException;

/**
 * Lets the status of an answer decide, whatever becomes of its body. A body that breaks off ends there if the answer says
 * what went wrong; otherwise reading it fails with a {@link BrokenAnswerException}, which tells that the call was answered.
 */
final class BrokenBodies implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        if (governed != null && response.getEntity() != null) {
            response.setEntity(new Body(response, Call.of(request, scope.route), governed));
        }
        return response;
    }

    /** Whether the connection broke, as opposed to a body that arrived whole and cannot be decoded. */
    private static boolean isCutOff(IOException cause) {
        return cause instanceof ConnectionClosedException
                || cause instanceof SocketException
                || cause instanceof InterruptedIOException
                || cause instanceof MalformedChunkCodingException
                || cause instanceof SSLException;
    }

    private static final class Body extends WrappedBody {
        private final ClassicHttpResponse response;
        private final Call call;
        private final GovernedCall governed;

        Body(ClassicHttpResponse response, Call call, GovernedCall governed) {
            super(response.getEntity());
            this.response = response;
            this.call = call;
            this.governed = governed;
        }

        @Override
        public InputStream getContent() throws IOException {
            try {
                return super.getContent();
            } catch (IOException e) {
                ended(e);
                return InputStream.nullInputStream();
            }
        }

        @Override
        InputStream wrapped(InputStream content) {
            return new Content(content);
        }

        /** A body that may end early has no length that could be relied on. */
        @Override
        public long getContentLength() {
            return isFailure() ? -1 : super.getContentLength();
        }

        private boolean isFailure() {
            return response.getCode() >= HttpStatus.SC_REDIRECTION;
        }

        /** Returns if nobody needs the rest. */
        private void ended(IOException cause) throws BrokenAnswerException {
            if (isFailure()) {
                return;
            }
            boolean unanswered = call.idempotent() && isCutOff(cause);
            if (unanswered) {
                governed.journal().ifPresent(journal -> journal.cutShort(call, cause));
            }
            throw new BrokenAnswerException(call + " (HTTP " + response.getCode() + ")", answer(), unanswered, cause);
        }

        private BrokenAnswerException.Head answer() {
            return new BrokenAnswerException.Head(
                    response.getCode(), Objects.requireNonNullElse(response.getReasonPhrase(), ""), headers());
        }

        private List<Map.Entry<String, String>> headers() {
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            for (Header header : response.getHeaders()) {
                headers.add(Map.entry(header.getName(), Objects.requireNonNullElse(header.getValue(), "")));
            }
            return headers;
        }

        private final class Content extends FilterInputStream {

            Content(InputStream content) {
                super(content);
            }

            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (IOException e) {
                    ended(e);
                    return -1;
                }
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                try {
                    return super.read(into, from, most);
                } catch (IOException e) {
                    ended(e);
                    return -1;
                }
            }

            /** What is still to come is of no interest any more. */
            @Override
            public void close() {
                try {
                    super.close();
                } catch (IOException e) {
                    // the status has decided
                }
            }
        }
    }
}
