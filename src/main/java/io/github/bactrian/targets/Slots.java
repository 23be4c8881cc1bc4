package io.github.bactrian.targets;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** The bound endpoints of one step: as many as it has recipients at once, however many messages pass. */
final class Slots {

    private static final int MOST_KEPT = 1000;

    private record Slot(Endpoint real, int position) {}

    private final Map<Slot, BoundEndpoint> endpoints = new ConcurrentHashMap<>();
    private final RefusingEndpoint refusing;

    Slots(CamelContext context) {
        this.refusing = new RefusingEndpoint(context);
    }

    Endpoint bound(Endpoint real, int position, Exchange exchange, Binding binding) {
        Slot slot = new Slot(real, position);
        BoundEndpoint bound = endpoints.get(slot);
        if (bound == null) {
            if (endpoints.size() >= MOST_KEPT) {
                endpoints.clear();
            }
            bound = endpoints.computeIfAbsent(slot, key -> new BoundEndpoint(real));
        }
        bound.bind(exchange, binding);
        return bound;
    }

    /** Returns an endpoint that fails the message: an exception thrown here would be ignored by {@code ignoreInvalidEndpoint}. */
    Endpoint refused(Exchange exchange, RefusedValueException refusal) {
        refusing.refuse(exchange, refusal);
        return refusing;
    }
}
