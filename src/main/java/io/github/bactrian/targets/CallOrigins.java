package io.github.bactrian.targets;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.apache.camel.Exchange;

/** The origins that were called for an exchange: where a link may lead without a profile. */
public final class CallOrigins {

    private static final String PROPERTY = "bactrianCalledOrigins";

    private CallOrigins() {}

    /** Records a call that is about to be sent. */
    public static void add(Exchange exchange, String scheme, String host, int port) {
        String origin = origin(scheme, host, port);
        Set<?> known = exchange.getProperty(PROPERTY, Set.of(), Set.class);
        if (!known.contains(origin)) {
            Set<Object> all = new TreeSet<>(known);
            all.add(origin);
            exchange.setProperty(PROPERTY, all);
        }
    }

    static boolean of(Exchange exchange, URI link) {
        String origin = origin(link.getScheme(), link.getHost(), link.getPort());
        return exchange.getProperty(PROPERTY, Set.of(), Set.class).contains(origin)
                || origin.equals(ofLastEndpoint(exchange));
    }

    /** The calls of copies, such as those of enrich, and of other clients are known by the endpoint alone. */
    private static String ofLastEndpoint(Exchange exchange) {
        String uri = exchange.getProperty(Exchange.TO_ENDPOINT, "", String.class);
        Matcher url = Template.URL.matcher(uri);
        if (!url.lookingAt()) {
            return "";
        }
        try {
            URI endpoint = URI.create(url.group("scheme") + "://" + url.group("authority"));
            return endpoint.getHost() == null
                    ? ""
                    : origin(endpoint.getScheme(), endpoint.getHost(), endpoint.getPort());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String origin(String scheme, String host, int port) {
        int used = port >= 0 ? port : scheme.equalsIgnoreCase("https") ? 443 : 80;
        return (scheme + "://" + host + ":" + used).toLowerCase(Locale.ROOT);
    }
}
