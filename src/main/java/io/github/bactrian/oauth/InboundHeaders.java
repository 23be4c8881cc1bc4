package io.github.bactrian.oauth;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which headers that steer an HTTP call ({@code CamelHttpUri}, {@code CamelHttpQuery}, …) or address a mail came with
 * the message, so that whoever sends a message does not choose where a call or a mail goes.
 *
 * <p>Messages that begin in a {@code direct:} route come from this application's own code, and are trusted.
 */
public final class InboundHeaders implements RoutePolicyFactory {

    private static final String PROPERTY = "bactrianInboundHeaders";

    /** Headers by which APIs let a caller override the method, or that speak for somebody else than the app. */
    private static final Set<String> OF_HTTP =
            inAnyCase("X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override", "Cookie", "Proxy-Authorization");

    private static final Set<String> OF_MAIL = inAnyCase("To", "Cc", "Bcc", "From", "Reply-To");

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

    /** Removes the headers that steer HTTP calls, came with the message and were not set by the route since. */
    public static void remove(Exchange exchange) {
        remove(exchange, name -> !OF_MAIL.contains(name));
    }

    /** Removes the addresses of a mail that came with the message and were not set by the route since. */
    public static void removeAddresses(Exchange exchange) {
        remove(exchange, OF_MAIL::contains);
    }

    private static void remove(Exchange exchange, Predicate<String> kind) {
        for (String name = first(exchange, kind); name != null; name = first(exchange, kind)) {
            exchange.getMessage().removeHeader(name);
        }
    }

    /** Returns the first header that steers HTTP calls and is still as it came with the message; null if there is none. */
    public static @Nullable String first(Exchange exchange) {
        return first(exchange, name -> !OF_MAIL.contains(name));
    }

    private static @Nullable String first(Exchange exchange, Predicate<String> kind) {
        for (Map.Entry<?, ?> header : inbound(exchange).entrySet()) {
            String name = (String) header.getKey();
            if (kind.test(name) && exchange.getMessage().getHeader(name) == header.getValue()) {
                return name;
            }
        }
        return null;
    }

    /**
     * Remembers a header that a step has made of content, or received with another message, as one that came with this message.
     * Does nothing if the header steers neither calls nor mails.
     */
    public static void received(Exchange exchange, String name, Object value) {
        if (steers(name)) {
            Map<String, Object> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            inbound(exchange).forEach((known, earlier) -> all.put((String) known, earlier));
            all.put(name, value);
            exchange.setProperty(PROPERTY, all);
        }
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
                : OF_HTTP.contains(name) || OF_MAIL.contains(name);
    }

    private static boolean begins(String name, String start) {
        return name.regionMatches(true, 0, start, 0, start.length());
    }
}
