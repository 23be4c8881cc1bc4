package io.github.bactrian.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Stands where the connection is there and no byte has been sent, and tells the journal what happens from there on. */
final class Transmission implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        if (governed == null) {
            return chain.proceed(request, scope);
        }
        Call call = governed.sending();
        ClassicHttpResponse response = answer(request, scope, chain, governed, call);
        governed.answered(call, response);
        return response;
    }

    private static ClassicHttpResponse answer(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, GovernedCall governed, Call call)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (ConnectionCheck.ClosedConnection e) {
            governed.withdraw(call);
            throw e;
        } catch (IOException | HttpException | RuntimeException | Error e) {
            governed.unanswered(call, e instanceof IOException io ? io : new IOException(e));
            throw e;
        }
    }
}
