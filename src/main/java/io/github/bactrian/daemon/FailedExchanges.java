package io.github.bactrian.daemon;

import io.github.bactrian.RequestId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for a message that failed, where Camel has a page. The same failure of the same route is told once, until the
 * route works again. Imported rows are left out: their outcome tells.
 */
final class FailedExchanges extends EventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(FailedExchanges.class);
    private final Map<String, Failures> failing = new ConcurrentHashMap<>();

    private record Failures(String reason, int count) {}

    FailedExchanges() {
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeEvent exchangeEvent && !isToldElsewhere(exchangeEvent.getExchange())) {
            String route = String.valueOf(exchangeEvent.getExchange().getFromRouteId());
            if (event instanceof ExchangeFailedEvent failed) {
                failed(route, failed.getCause());
            } else if (event instanceof ExchangeCompletedEvent) {
                completed(route);
            }
        }
    }

    /** A row is told by its outcome; a Kamelet's failure by the route that uses it. */
    private static boolean isToldElsewhere(Exchange exchange) {
        String uri = exchange.getFromEndpoint() == null
                ? ""
                : exchange.getFromEndpoint().getEndpointUri();
        return uri.startsWith("import:") || uri.startsWith("kamelet:");
    }

    private void failed(String route, Throwable cause) {
        // differs each time, so it is no part of the reason
        String id = requestId(cause);
        String reason = Reasons.of(cause).replace(id, "");
        Failures last = failing.get(route);
        boolean again = last != null && last.reason.equals(reason);
        failing.put(route, new Failures(reason, last == null ? 1 : last.count + 1));
        if (again) {
            LOG.debug("Route {} failed again: {}", route, reason);
        } else {
            LOG.error("Route {} failed: {}{}", route, reason, id);
        }
    }

    private static String requestId(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                return RequestId.in(answer.getResponseHeaders());
            }
        }
        return "";
    }

    private void completed(String route) {
        Failures last = failing.remove(route);
        if (last != null && last.count > 1) {
            LOG.info("Route {} works again, after {} failures", route, last.count);
        }
    }
}
