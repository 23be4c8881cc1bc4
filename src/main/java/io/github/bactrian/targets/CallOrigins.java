package io.github.bactrian.targets;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.apache.camel.Exchange;

/** The origins that were called for an exchange: where a link may lead without a profile. */
public final class CallOrigins {

    private static final String PROPERTY = "bactrianCalledOrigins";

    /** @param port 0 or less for the scheme's own */
    private record Origin(String scheme, String host, int port) {

        boolean is(String otherScheme, String otherHost, int otherPort) {
            return scheme.equalsIgnoreCase(otherScheme)
                    && host.equalsIgnoreCase(otherHost)
                    && used(scheme, port) == used(otherScheme, otherPort);
        }

        private static int used(String scheme, int port) {
            if (port > 0) {
                return port;
            }
            return scheme.equalsIgnoreCase("https") ? 443 : 80;
        }
    }

    private CallOrigins() {}

    /** Records a call that is about to be sent. */
    public static void add(Exchange exchange, String scheme, String host, int port) {
        List<Origin> known = of(exchange);
        for (Origin origin : known) {
            if (origin.is(scheme, host, port)) {
                return;
            }
        }
        List<Origin> all = new ArrayList<>(known);
        all.add(new Origin(scheme, host, port));
        exchange.setProperty(PROPERTY, all);
    }

    static boolean contain(Exchange exchange, URI link) {
        return of(exchange).stream().anyMatch(origin -> origin.is(link.getScheme(), link.getHost(), link.getPort()))
                || isLastEndpoint(exchange, link);
    }

    @SuppressWarnings("unchecked") // nobody else sets it
    private static List<Origin> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, List.of(), List.class);
    }

    /** The calls of copies, such as those of enrich, and of other clients are known by the endpoint alone. */
    private static boolean isLastEndpoint(Exchange exchange, URI link) {
        String uri = exchange.getProperty(Exchange.TO_ENDPOINT, "", String.class);
        Matcher url = Template.URL.matcher(uri);
        if (!url.lookingAt()) {
            return false;
        }
        URI endpoint = Links.origin(url.group("scheme") + "://" + url.group("authority"));
        return endpoint != null
                && new Origin(endpoint.getScheme(), endpoint.getHost(), endpoint.getPort())
                        .is(link.getScheme(), link.getHost(), link.getPort());
    }
}
