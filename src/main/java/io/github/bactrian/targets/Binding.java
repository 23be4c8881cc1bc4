package io.github.bactrian.targets;

import io.github.bactrian.oauth.InboundHeaders;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Headers through which a component takes the values of one call; null for one that the message must not have.
 *
 * @param http whether they steer an HTTP call: what came with the message then does not, and nothing of it stays afterwards
 */
record Binding(Map<String, ? extends @Nullable Object> headers, boolean http) {

    static final Binding NONE = new Binding(Map.of(), false);

    /** Returns what the headers were before. */
    Map<String, @Nullable Object> apply(Exchange exchange) {
        if (headers.isEmpty() && !http) {
            return Map.of();
        }
        if (http) {
            InboundHeaders.remove(exchange);
        }
        Message message = exchange.getMessage();
        Map<String, @Nullable Object> before = http ? Map.of() : new HashMap<>();
        headers.forEach((name, value) -> {
            if (!http) {
                before.put(name, message.getHeader(name));
            }
            if (value == null) {
                message.removeHeader(name);
            } else {
                message.setHeader(name, value);
            }
        });
        return before;
    }

    void undo(Exchange exchange, Map<String, @Nullable Object> before) {
        if (http) {
            // as Camel does after each dynamic call; a later one is not to inherit them
            exchange.getMessage().removeHeader(Exchange.HTTP_PATH);
            exchange.getMessage().removeHeader(Exchange.HTTP_QUERY);
        }
        for (String name : headers.keySet()) {
            Object earlier = before.get(name);
            if (earlier == null) {
                exchange.getMessage().removeHeader(name);
            } else {
                exchange.getMessage().setHeader(name, earlier);
            }
        }
    }

    /** Shows no value: exchange properties are logged and traced. */
    @Override
    public String toString() {
        return "values for " + headers.keySet();
    }
}
