package io.github.bactrian.http;

import java.io.IOException;
import java.net.SocketException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Checks a connection that was used before, each time that a call which must not be repeated is about to use it again: a call
 * on a closed connection gets no answer, and its row would be unknown. The check takes a millisecond, so HttpClient itself makes
 * it only after two seconds without a call.
 */
final class ConnectionCheck extends HttpRequestExecutor {

    /** The server has closed the connection; nothing was sent. */
    static final class ClosedConnection extends IOException {}

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        GovernedCall governed = GovernedCall.of(HttpClientContext.cast(context));
        EndpointDetails used = connection.getEndpointDetails();
        if (governed == null || used == null || used.getRequestCount() == 0) {
            return super.execute(request, connection, callback, context);
        }
        if (!governed.mayBeRepeated() && connection.isStale()) {
            throw new ClosedConnection();
        }
        long before = used.getReceivedBytesCount();
        try {
            return super.execute(request, connection, callback, context);
        } catch (NoHttpResponseException | SocketException e) {
            throw used.getReceivedBytesCount() > before ? e : brokenBeforeTheAnswer(e);
        }
    }

    /** The server may have closed it just as the call was sent. It may also have acted before: nobody can tell. */
    private static IOException brokenBeforeTheAnswer(IOException e) {
        return new IOException(
                "the connection, which earlier calls had used, broke before the first byte of an answer: " + e, e);
    }
}
