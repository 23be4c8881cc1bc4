package io.github.bactrian.daemon.check;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.util.URISupport;

/**
 * An endpoint's URI in its parts.
 *
 * @param path all between the scheme's colon and the query, slashes before it dropped
 * @param query in order; empty if there is none or it cannot be read
 */
record EndpointUri(String scheme, String path, Map<String, String> query) {

    static EndpointUri parse(String uri) {
        int mark = uri.indexOf('?');
        String base = mark < 0 ? uri : uri.substring(0, mark);
        int colon = base.indexOf(':');
        String scheme = colon < 0 ? base : base.substring(0, colon);
        String path = colon < 0 ? "" : base.substring(colon + 1).replaceFirst("^/+", "");
        return new EndpointUri(scheme, path, mark < 0 ? Map.of() : query(uri.substring(mark + 1)));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        try {
            URISupport.parseQuery(text, false, true).forEach((key, value) -> query.put(key, String.valueOf(value)));
        } catch (URISyntaxException e) {
            return Map.of();
        }
        return query;
    }
}
