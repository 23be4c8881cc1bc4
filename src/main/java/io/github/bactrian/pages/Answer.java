package io.github.bactrian.pages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.apache.hc.core5.http.io.EofSensorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came back for a page. To be closed.
 *
 * @param call holds what camel-http wants to do in the end
 * @param body up to {@value #AHEAD} bytes are in memory; only of larger ones the rest is still to come
 */
record Answer(Exchange call, int status, List<String> links, InputStream body, InputStream wire)
        implements AutoCloseable {

    /** A connection must not wait for the route to work through a page: most are smaller than this. */
    static final int AHEAD = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    static Answer of(Exchange call, int status, List<String> links, InputStream wire) throws IOException {
        byte[] first = wire.readNBytes(AHEAD);
        if (first.length < AHEAD) {
            end(call);
            return new Answer(call, status, links, new ByteArrayInputStream(first), InputStream.nullInputStream());
        }
        return new Answer(call, status, links, new SequenceInputStream(new ByteArrayInputStream(first), wire), wire);
    }

    /** Gives the connection back; what is left of a large page is not loaded. */
    @Override
    public void close() {
        try {
            if (wire instanceof EofSensorInputStream connection) {
                connection.abort();
            }
        } catch (IOException e) {
            LOG.debug("A connection could not be closed", e);
        } finally {
            end(call);
        }
    }

    /** What camel-http would do at the end of an exchange: give the connection back. */
    static void end(Exchange call) {
        UnitOfWorkHelper.doneSynchronizations(call, call.getExchangeExtension().handoverCompletions());
    }
}
