package io.github.bactrian.http;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/** Stands where the connection is there and no byte has been sent, and tells the journal what happens from there on. */
final class Transmission implements ExecChainHandler {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        if (governed == null) {
            return chain.proceed(request, scope);
        }
        Call call = call(request, scope.route);
        governed.sending(call);
        ClassicHttpResponse response = answer(request, scope, chain, governed, call);
        governed.journal().ifPresent(journal -> journal.answered(call, response.getCode()));
        return response;
    }

    private static ClassicHttpResponse answer(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, GovernedCall governed, Call call)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException | RuntimeException | Error e) {
            IOException cause = e instanceof IOException io ? io : new IOException(e);
            governed.journal().ifPresent(journal -> journal.unanswered(call, cause));
            throw e;
        }
    }

    static Call call(ClassicHttpRequest request, HttpRoute route) {
        String method = request.getMethod().toUpperCase(Locale.ROOT);
        boolean idempotent = IDEMPOTENT.contains(method) || request.containsHeader("Idempotency-Key");
        return new Call(method, target(request, route), idempotent);
    }

    /** Where the request really goes: by the route, not by what its headers say. */
    private static URI target(ClassicHttpRequest request, HttpRoute route) {
        HttpHost host = route.getTargetHost();
        String path = request.getPath();
        int query = path == null ? -1 : path.indexOf('?');
        String bare = path == null ? "/" : query < 0 ? path : path.substring(0, query);
        return URI.create(host.toURI() + (bare.startsWith("/") ? bare : "/"));
    }
}
