package io.github.bactrian.oauth;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
            inAnyCase("X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override", "Cookie", "Proxy-Authorization");

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

    private static Set<String> inAnyCase(String... names) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(all, names);
        return all;
    }

    /** Takes the headers that came with the message, and that the route has not set anew, off it. */
    public static void remove(Exchange exchange) {
        for (String name = first(exchange); name != null; name = first(exchange)) {
            exchange.getMessage().removeHeader(name);
        }
    }

    /** The first steering header that is still as it came with the message; null if there is none. */
    public static @Nullable String first(Exchange exchange) {
        for (Map.Entry<?, ?> header : inbound(exchange).entrySet()) {
            String name = (String) header.getKey();
            if (exchange.getMessage().getHeader(name) == header.getValue()) {
                return name;
            }
        }
        return null;
    }

    private static Map<?, ?> inbound(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Map.of(), Map.class);
    }

    private static Map<String, Object> steering(Exchange exchange) {
        Map<String, Object> found = Map.of();
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            if (header.getValue() != null && steers(header.getKey())) {
                found = found.isEmpty() ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : found;
                found.put(header.getKey(), header.getValue());
            }
        }
        return found;
    }

    private static boolean steers(String name) {
        return begins(name, "Camel")
                ? begins(name, "CamelHttp") || begins(name, "CamelRestHttp")
                : OF_HTTP.contains(name);
    }

    private static boolean begins(String name, String start) {
        return name.regionMatches(true, 0, start, 0, start.length());
    }
}
