package io.github.bactrian.oauth;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which headers that steer an HTTP call ({@code CamelHttpUri}, {@code CamelHttpQuery}, …) came with the message,
 * so that whoever sends a message does not choose where an authorized call goes.
 *
 * <p>Messages that begin in a {@code direct:} route come from this application's own code, and are trusted.
 */
public final class InboundHeaders implements RoutePolicyFactory {

    private static final String PROPERTY = "bactrianInboundHeaders";

    /** Headers by which APIs let a caller override the method, or that speak for somebody else than the app. */
    private static final Set<String> OF_HTTP =
            Set.of("x-http-method", "x-http-method-override", "x-method-override", "cookie", "proxy-authorization");

    private static final RoutePolicy REMEMBER = new RoutePolicySupport() {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (exchange.getProperty(PROPERTY) == null) {
                boolean own = route.getEndpoint().getEndpointUri().startsWith("direct:");
                exchange.setProperty(PROPERTY, own ? Map.of() : steering(exchange));
            }
        }
    };

    InboundHeaders() {}

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return REMEMBER;
    }

    /** Takes the headers that came with the message, and that the route has not set anew, off it. */
    static void remove(Exchange exchange) {
        for (String name = first(exchange); name != null; name = first(exchange)) {
            exchange.getMessage().removeHeader(name);
        }
    }

    /** The first steering header that is still as it came with the message; null if there is none. */
    public static @Nullable String first(Exchange exchange) {
        Map<?, ?> inbound = exchange.getProperty(PROPERTY, Map.of(), Map.class);
        if (inbound.isEmpty()) {
            return null;
        }
        return steering(exchange).entrySet().stream()
                .filter(header -> header.getValue() == inbound.get(header.getKey()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Object> steering(Exchange exchange) {
        Map<String, Object> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (value != null && steers(name.toLowerCase(Locale.ROOT))) {
                found.put(name, value);
            }
        });
        return found;
    }

    private static boolean steers(String name) {
        return name.startsWith("camelhttp") || name.startsWith("camelresthttp") || OF_HTTP.contains(name);
    }
}
