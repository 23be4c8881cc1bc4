package io.github.bactrian.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * How long a connection without a call is used again: not as long as the server keeps it, so that the server never closes it
 * just when a call is sent.
 */
final class IdleTime implements ConnectionKeepAliveStrategy {

    /** Most servers that do not say keep a connection longer. */
    private static final Duration UNTOLD = Duration.ofSeconds(15);

    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    @Override
    public TimeValue getKeepAliveDuration(HttpResponse response, HttpContext context) {
        TimeValue usual = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        return GovernedCall.of(HttpClientContext.cast(context)) == null ? usual : shorter(response, usual);
    }

    /** @param usual what the answer says; what is configured, if it says nothing */
    static TimeValue shorter(HttpResponse response, TimeValue usual) {
        Duration time = told(response).map(IdleTime::shorter).orElse(UNTOLD);
        boolean configured = TimeValue.isPositive(usual) && usual.toDuration().compareTo(time) < 0;
        return configured ? usual : TimeValue.of(time);
    }

    private static Optional<Duration> told(HttpResponse response) {
        for (Iterator<HeaderElement> parts = MessageSupport.iterate(response, "Keep-Alive"); parts.hasNext(); ) {
            HeaderElement part = parts.next();
            String value = part.getValue() == null ? "" : part.getValue().strip();
            if (part.getName().equalsIgnoreCase("timeout") && value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
        }
        return Optional.empty();
    }

    private static Duration shorter(Duration told) {
        Duration half = told.dividedBy(2);
        // to HttpClient, zero means for ever
        return told.isZero() ? Duration.ofMillis(1) : half.compareTo(ON_THE_WAY) < 0 ? half : told.minus(ON_THE_WAY);
    }
}
