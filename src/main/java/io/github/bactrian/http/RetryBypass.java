package io.github.bactrian.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Carries the outcome of a governed call past HttpClient's hidden retry, which sends a request again that may have taken
 * effect and sleeps as long as any server says. Other calls are retried as they always were, with whatever strategy.
 */
final class RetryBypass {

    /** Retrying reacts to responses and to {@link IOException}s, not to this. */
    private static final class Outcome extends RuntimeException {

        private final transient ClassicHttpResponse response;

        Outcome(ClassicHttpResponse response) {
            super(null, null, false, false);
            this.response = response;
        }
    }

    private static final class Failure extends RuntimeException {

        private final IOException failure;

        Failure(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private RetryBypass() {}

    /** To be called last, for it wants to be the retry's nearest neighbour. Does nothing where retries are disabled. */
    static void install(HttpClientBuilder client) {
        client.addExecInterceptorBefore(ChainElement.RETRY.name(), "bactrian-retry-bypass-end", RetryBypass::end);
        client.addExecInterceptorAfter(ChainElement.RETRY.name(), "bactrian-retry-bypass-begin", RetryBypass::begin);
    }

    private static ClassicHttpResponse begin(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (GovernedCall.of(scope.clientContext) == null) {
            return chain.proceed(request, scope);
        }
        ClassicHttpResponse response;
        try {
            response = chain.proceed(request, scope);
        } catch (IOException e) {
            throw new Failure(e);
        }
        if (response.getCode() < HttpStatus.SC_CLIENT_ERROR) {
            // nobody repeats what came through, and to throw takes time
            return response;
        }
        throw new Outcome(response);
    }

    private static ClassicHttpResponse end(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (Outcome carried) {
            return carried.response;
        } catch (Failure carried) {
            throw carried.failure;
        }
    }
}
