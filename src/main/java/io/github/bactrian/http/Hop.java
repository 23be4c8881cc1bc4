package io.github.bactrian.http;

import io.github.bactrian.SystemicFault;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;

/** A governed call's request to one origin, and the way to the wire. */
record Hop(GovernedCall governed, Call call, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {

    static Hop of(GovernedCall governed, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {
        return new Hop(governed, Transmission.call(request, scope.route), request, scope, chain);
    }

    /** Scheme, host and port. */
    String origin() {
        return call.target().getScheme() + "://" + call.target().getAuthority();
    }

    boolean isRepeatable() {
        return request.getEntity() == null || request.getEntity().isRepeatable();
    }

    /** Sends the request once. Its failures tell whether anything may have arrived. */
    ClassicHttpResponse send(@Nullable Token token) throws IOException {
        governed.newAttempt();
        try {
            return chain.proceed(authorized(token), scope);
        } catch (IOException | HttpException e) {
            throw typed(e);
        }
    }

    /** A copy, so that the token is on nothing that outlives this attempt. */
    private ClassicHttpRequest authorized(@Nullable Token token) {
        ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
        if (token != null) {
            copy.setHeader(new SecretHeader(HttpHeaders.AUTHORIZATION, "Bearer", token.value()));
        }
        return copy;
    }

    private IOException typed(Exception failure) {
        if (governed.sent()) {
            return new CallUnansweredException(call, failure);
        }
        if (failure instanceof IOException known && failure instanceof SystemicFault) {
            return known;
        }
        String reason = failure instanceof UnknownHostException ? "the host name is not known" : failure.toString();
        return new CallNotSentException(call + " was not sent: " + reason, failure instanceof SSLException, failure);
    }
}
