package io.github.bactrian.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Takes the token that was sent out of the body of an answer that says what went wrong: it becomes an exception, and a
 * reason. The first handler, so that it sees the body unpacked and the last answer of a series of redirects.
 */
final class ErrorBodies implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        HttpEntity entity = response.getEntity();
        if (entity != null
                && governed != null
                && governed.hasSentTokens()
                && response.getCode() >= HttpStatus.SC_REDIRECTION) {
            response.setEntity(new Masked(entity, governed));
        }
        return response;
    }

    private static final class Masked extends WrappedBody {
        private final GovernedCall governed;

        Masked(HttpEntity entity, GovernedCall governed) {
            super(entity);
            this.governed = governed;
        }

        /** Masks may make it shorter. */
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        InputStream wrapped(InputStream content) {
            return new MaskedStream(content, governed::withoutEchoes);
        }
    }
}
