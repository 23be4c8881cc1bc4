package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.EndpointUriFactory;
import org.jspecify.annotations.Nullable;

/** A URL: scheme, host and options are the author's, path and query are written for each message. */
record HttpTemplate(
        AuthorText endpoint, UriParts parts, @Nullable Value method) implements Template {

    static Template of(CamelContext context, Matcher url, List<Token> rest) {
        String component = url.group("component");
        String scheme = component == null ? url.group("scheme") : component.replaceFirst(":.*", "");
        UriParts parts = UriParser.path(context, rest);
        List<UriParts.Parameter> ofTheApi = new ArrayList<>();
        List<String> options = new ArrayList<>();
        Value method = null;
        List<UriParts.Parameter> all = parts.parameters() == null ? List.of() : parts.parameters();
        Predicate<String> isOption = options(context, scheme);
        for (UriParts.Parameter parameter : all) {
            if (!isOption.test(parameter.name())) {
                ofTheApi.add(parameter);
            } else if (parameter.data().isEmpty()) {
                options.add(parameter.written());
            } else {
                method = method(context, parameter);
            }
        }
        String origin = (component == null ? "" : component) + url.group("scheme") + "://" + url.group("authority");
        String uri = origin + (options.isEmpty() ? "" : "?" + String.join("&", options));
        HttpTemplate http = new HttpTemplate(AuthorText.of(context, uri), parts.withParameters(ofTheApi), method);
        return scheme.equals("vertx-http") ? VertxTemplate.of(http, url, options) : http;
    }

    private static Value method(CamelContext context, UriParts.Parameter option) {
        Token.Data data = option.data().get(0);
        Value value = Value.of(context, data, Place.PLAIN);
        boolean listed =
                data.function() == TemplateFunction.METHOD && option.value().equals(data.written());
        if (!option.name().equals("httpMethod")
                || !listed
                || TemplateFunction.methods(data).isEmpty()) {
            throw value.refused(
                    null,
                    "it would be the endpoint's option " + option.name() + "; write the option in the route"
                            + (option.name().equals("httpMethod") ? ", or ${method:header.name:GET,POST}" : ""));
        }
        return value;
    }

    /** Whether a parameter is the endpoint's; all others are the API's. */
    private static Predicate<String> options(CamelContext context, String scheme) {
        EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
        if (factory == null) {
            return name -> false;
        }
        return name -> factory.propertyNames().contains(name)
                || name.equals("exchangePattern")
                || name.startsWith("httpClient.")
                || name.startsWith("httpConnection.");
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        Map<String, Object> headers = new LinkedHashMap<>(4);
        put(headers, Exchange.HTTP_PATH, parts.path(exchange));
        put(headers, Exchange.HTTP_QUERY, parts.query(exchange));
        put(headers, Exchange.HTTP_METHOD, method == null ? null : method.method(exchange));
        return slots.bound(endpoint.endpoint(exchange), position, exchange, new Binding(headers, true));
    }

    static void put(Map<String, Object> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    @Override
    public Forecast forecast() {
        return method == null ? parts.forecast() : parts.forecast().and(Forecast.of(List.of(method)));
    }
}
