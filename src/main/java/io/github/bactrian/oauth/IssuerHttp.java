package io.github.bactrian.oauth;

import io.github.bactrian.OpenLogs;
import io.github.bactrian.TlsFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends a profile's token requests: bounded in time and size, redirects never followed. */
final class IssuerHttp {

    /**
     * What came back.
     *
     * @param body at most a mebibyte
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        /** Whether the status is that of an issuer that is busy or down. */
        boolean passes() {
            return status >= 500 || BUSY.contains(status);
        }

        @Nullable
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final Set<Integer> BUSY = Set.of(408, 425, 429);

    private static final int MOST_BYTES = 1 << 20;

    /** With TLS 1.3 a server finds out that a client certificate is missing when the client is through with its part. */
    private static final String NO_ANSWER = "header parser received no bytes";

    private final Subject subject;
    private final Duration timeout;
    private final HttpClient client;

    IssuerHttp(Subject subject, Transport transport) throws IOException, GeneralSecurityException {
        this.subject = subject;
        timeout = transport.timeout();
        client = transport.client();
    }

    /** Whose requests these are. */
    Subject subject() {
        return subject;
    }

    /** @throws TokenException if there is no answer */
    Answer post(URI uri, Map<String, String> headers, String form) throws TokenException {
        return send(uri, headers, form, HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** @throws TokenException if there is no answer */
    Answer get(URI uri, Map<String, String> headers) throws TokenException {
        return send(uri, headers, "", HttpRequest.newBuilder(uri).GET());
    }

    private Answer send(URI uri, Map<String, String> headers, String form, HttpRequest.Builder request)
            throws TokenException {
        String log = OpenLogs.ofJavaHttpClient().orElse(null);
        if (log != null) {
            throw TokenException.lasting(start(uri) + "nothing was sent: " + log, false, null);
        }
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request.timeout(timeout).build(),
                head -> new BoundedBody(
                        MOST_BYTES, head.headers().firstValue("Content-Type").orElse(null)));
        try {
            // HttpRequest's own timeout ends with the head of the answer.
            HttpResponse<String> received = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(received.statusCode(), received.headers().map(), received.body());
        } catch (ExecutionException e) {
            throw unreachable(uri, SentSecrets.without(e.getCause() == null ? e : e.getCause(), headers, form));
        } catch (TimeoutException e) {
            throw unreachable(uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenException.passing(start(uri) + "interrupted while waiting for the issuer", null, e);
        } finally {
            answer.cancel(true);
        }
    }

    private TokenException unreachable(URI uri, Throwable cause) {
        TlsFault fault = TlsFault.of(cause).orElse(null);
        if (fault == null) {
            return TokenException.passing(start(uri) + reason(uri, cause), null, cause);
        }
        String message = start(uri)
                + fault.words(uri.getAuthority(), subject.key("ca-file"), certificate(), subject.key(subject.address()))
                + " (" + cause.getMessage() + ")";
        return fault.isLasting()
                ? TokenException.lasting(message, false, cause)
                : TokenException.passing(message, null, cause);
    }

    private String certificate() {
        return "give it as " + subject.key(Transport.TLS_CERTIFICATE);
    }

    private String reason(URI uri, Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms. Check the network, proxy and timeout";
        }
        if (cause instanceof ConnectException) {
            boolean unknown = cause.getCause() instanceof UnresolvedAddressException
                    || (cause.getCause() != null && cause.getCause().getCause() instanceof UnresolvedAddressException);
            return (unknown ? "the host name is not known" : "nothing accepts connections there") + ". Check "
                    + subject.address() + ", the network and proxy";
        }
        boolean silent = uri.getScheme().equals("https")
                && String.valueOf(cause.getMessage()).contains(NO_ANSWER);
        return "the connection broke (" + cause + "). Check the network and proxy"
                + (silent
                        ? ". If " + uri.getAuthority() + " asks for a client certificate (mutual TLS): " + certificate()
                        : "");
    }

    private String start(URI uri) {
        return subject.start(uri);
    }
}
