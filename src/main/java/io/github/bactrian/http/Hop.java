package io.github.bactrian.http;

import io.github.bactrian.RequestId;
import io.github.bactrian.SystemicFault;
import io.github.bactrian.TlsFault;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A governed call's request to one origin, and the way to the wire. */
record Hop(
        GovernedCall governed,
        Call call,
        ClassicHttpRequest request,
        ExecChain.Scope scope,
        ExecChain chain,
        CallListener listener) {

    private static final Logger LOG = LoggerFactory.getLogger(Hop.class);
    private static final int MOST_READ = 1 << 16;
    private static final String CLIENT_CERTIFICATE = "give it as camel.ssl.key-store, see docs/certificates.md";

    static Hop of(
            GovernedCall governed,
            ClassicHttpRequest request,
            ExecChain.Scope scope,
            ExecChain chain,
            CallListener listener) {
        return new Hop(governed, Call.of(request, scope.route), request, scope, chain, listener);
    }

    /** Scheme, host and port. */
    String origin() {
        return call.target().getScheme() + "://" + call.target().getAuthority();
    }

    boolean isProxied() {
        return scope.route.getProxyHost() != null;
    }

    boolean isRepeatable() {
        return request.getEntity() == null || request.getEntity().isRepeatable();
    }

    /** Sends the request once. Its failures tell whether anything may have arrived. */
    ClassicHttpResponse send(@Nullable Token token) throws IOException {
        long begun = System.nanoTime();
        governed.newAttempt(call);
        String result = CallListener.NOT_SENT;
        try {
            ClassicHttpResponse response = answer(token);
            result = String.valueOf(response.getCode());
            return response;
        } finally {
            boolean unanswered = result.equals(CallListener.NOT_SENT) && governed.sent();
            listener.ended(
                    governed.profile().orElse(null),
                    unanswered ? CallListener.UNANSWERED : result,
                    Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private ClassicHttpResponse answer(@Nullable Token token) throws IOException {
        ClassicHttpResponse response;
        try {
            response = onOpenConnection(token);
        } catch (IOException | HttpException e) {
            throw typed(EchoedToken.without(e, governed::isEchoedIn, governed::withoutEchoes));
        } catch (RuntimeException e) {
            if (governed.sent()) {
                throw e;
            }
            throw typed(e);
        }
        if (!governed.sent()) {
            throw refusedByProxy(response);
        }
        if (call.idempotent() && response.getCode() < HttpStatus.SC_REDIRECTION) {
            keepShortBody(response);
        }
        return response;
    }

    /** Reads a body that is not long, so that a call whose answer breaks off can be made again. */
    private void keepShortBody(ClassicHttpResponse response) throws IOException {
        try {
            ShortBody.keep(response, MOST_READ);
        } catch (IOException e) {
            scope.execRuntime.discardEndpoint();
            governed.cutShort(call, e);
            throw new CallUnansweredException(call, RequestId.in(headers(request)), e.toString(), e);
        }
    }

    /** An answer without a request came from a proxy that would not open the way. */
    private IOException refusedByProxy(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        response.close();
        boolean forbidden = status == HttpStatus.SC_FORBIDDEN || status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED;
        String message = call + " was not sent: the proxy answered " + status;
        return forbidden
                ? new CallNotSentException(message, true, null)
                : CallNotSentException.unreachable(message, null);
    }

    /** Each closed one is gone from the pool, so a new one is taken at last. */
    private ClassicHttpResponse onOpenConnection(@Nullable Token token) throws IOException, HttpException {
        while (true) {
            try {
                return chain.proceed(authorized(token), scope);
            } catch (ConnectionCheck.ClosedConnection e) {
                LOG.debug("{}: a connection was closed meanwhile", call);
            }
        }
    }

    /** A copy, so that the token is on nothing that outlives this attempt. */
    private ClassicHttpRequest authorized(@Nullable Token token) {
        ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
        if (token != null) {
            governed.sends(token);
            copy.setHeader(new SecretHeader(HttpHeaders.AUTHORIZATION, "Bearer", token.value()));
        }
        return copy;
    }

    private IOException typed(Exception failure) {
        if (governed.sent()) {
            TlsFault fault = TlsFault.of(failure).orElse(null);
            return new CallUnansweredException(
                    call,
                    RequestId.in(headers(request)),
                    fault == TlsFault.CLIENT_CERTIFICATE ? tls(fault, failure) : failure.toString(),
                    failure);
        }
        if (failure instanceof NotRepeated known) {
            return known;
        }
        if (failure instanceof IOException known && failure instanceof SystemicFault) {
            return known;
        }
        TlsFault fault = TlsFault.of(failure).orElse(isCutShort(failure) ? TlsFault.CUT_SHORT : null);
        String message = call + " was not sent: " + (fault == null ? reason(failure) : tls(fault, failure));
        if (failure instanceof NotRecorded || failure instanceof RuntimeException) {
            return new CallNotSentException(message, false, failure);
        }
        return fault != null && fault.isLasting()
                ? new CallNotSentException(message, true, failure)
                : CallNotSentException.unreachable(message, failure);
    }

    /** A connection that stood, and broke before the request began, broke in the TLS handshake. */
    private boolean isCutShort(Exception failure) {
        return "https".equals(call.target().getScheme())
                && failure instanceof SocketException
                && !(failure instanceof ConnectException);
    }

    /** Names the profile, the host and the key. */
    private String tls(TlsFault fault, Exception failure) {
        String host = call.target().getAuthority();
        String caFile = governed.profile()
                .map(profile -> profile + ".call.ca-file"
                        + (profile.allows(call.target()) ? "" : " (with this host among " + profile + ".hosts)"))
                .orElse("a profile's call.ca-file");
        return fault.words(host, caFile, CLIENT_CERTIFICATE, "the address") + " (" + failure.getMessage() + ")";
    }

    static Map<String, String> headers(HttpMessage message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.getHeaders()) {
            headers.put(header.getName(), header.getValue());
        }
        return headers;
    }

    /** Reads no more of an answer that nobody wants than keeping its connection is worth. */
    void dispose(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? null : entity.getContent();
        try {
            if (content == null || content.readNBytes(MOST_READ).length < MOST_READ) {
                response.close();
                return;
            }
        } catch (IOException e) {
            LOG.debug("{}: the rest of a refusal cannot be read", call, e);
        }
        scope.execRuntime.discardEndpoint();
    }

    private static String reason(Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "the host name is not known";
        }
        return failure instanceof ConnectException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }
}
