package io.github.bactrian.targets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.camel.Exchange;

/**
 * A URL for vertx-http, which encodes the query of a header once more, whatever is encoded in it: path and query go as a path.
 *
 * @param decodes whether the component decodes the path and sends what comes out, as it does with a port in the URL
 * @param namesMethod whether the template has the option httpMethod
 */
record VertxTemplate(HttpTemplate http, boolean decodes, boolean namesMethod) implements Template {

    static Template of(HttpTemplate http, Matcher url, List<String> options) {
        boolean port = url.group("authority").matches(".*:\\d+");
        boolean method = http.method() != null || options.stream().anyMatch(option -> option.startsWith("httpMethod="));
        return new VertxTemplate(http, port, method);
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        String path = http.parts().path(exchange);
        String query = http.parts().query(exchange);
        String target = (path == null ? "" : path) + (query == null ? "" : "?" + query);
        Map<String, Object> headers = new LinkedHashMap<>(4);
        headers.put(Exchange.HTTP_PATH, decodes ? target.replace("%", "%25").replace("?", "%3F") : target);
        HttpTemplate.put(
                headers,
                Exchange.HTTP_METHOD,
                http.method() == null ? null : http.method().method(exchange));
        if (query != null && !namesMethod && exchange.getMessage().getHeader(Exchange.HTTP_METHOD) == null) {
            // what the component does with a query of its own
            headers.put(Exchange.HTTP_METHOD, "GET");
        }
        return slots.bound(http.endpoint().endpoint(exchange), position, exchange, new Binding(headers, true));
    }

    @Override
    public Forecast forecast() {
        return http.forecast();
    }
}
