package io.github.bactrian.daemon;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses endpoints that reach another machine, or of which that is not known: at the start, and where a step computes one, then. Only
 * camel-http's are let through here, as each of their calls is looked at.
 */
final class LoopbackEndpoints {
    /** Components that Camel takes for remote, or says nothing of, and that stay on this machine. */
    private static final Set<String> LOCAL = Set.of(
            "import",
            "kamelet",
            "file",
            "platform-http",
            "rest",
            "rest-openapi",
            "cron",
            "file-watch",
            "json-validator",
            "xslt-saxon",
            "jolt",
            "jslt",
            "jsonata",
            "xj",
            "freemarker",
            "velocity",
            "mustache",
            "string-template",
            "disruptor",
            "micrometer");

    /** What a message may name another address by than the endpoint's, for vertx-http and netty-http. */
    private static final Set<String> ADDRESSES = Set.of(Exchange.HTTP_URI, "CamelRestHttpUri");

    private LoopbackEndpoints() {}

    /** To be called before there are routes. */
    static void install(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback(LoopbackEndpoints::checked);
        context.getCamelContextExtension()
                .addInterceptStrategy((camel, definition, step, next) -> new DelegateAsyncProcessor(step) {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        String elsewhere = elsewhere(exchange);
                        if (elsewhere == null) {
                            return super.process(exchange, callback);
                        }
                        exchange.setException(new IllegalStateException(LoopbackOnly.refusal(elsewhere)));
                        callback.done(true);
                        return true;
                    }
                });
    }

    private static @Nullable String elsewhere(Exchange exchange) {
        return ADDRESSES.stream()
                .map(name -> exchange.getMessage().getHeader(name, String.class))
                .filter(Objects::nonNull)
                .filter(address -> !address.matches("(/(?!/).*)?") && !isLoopback(address))
                .findFirst()
                .orElse(null);
    }

    private static Endpoint checked(String uri, Endpoint endpoint) {
        String scheme = uri.replaceFirst(":.*", "");
        if (endpoint instanceof HttpEndpoint || LOCAL.contains(scheme) || isLocal(scheme, endpoint)) {
            return endpoint;
        }
        String address = endpoint instanceof EndpointServiceLocation location ? location.getServiceUrl() : null;
        if (address == null || !isLoopback(address)) {
            throw new IllegalArgumentException("--sandbox refuses the component " + scheme + ": "
                    + (address == null ? "nothing tells where it sends to" : "its address is not on this machine")
                    + ". Use camel-http, an address on loopback, or another endpoint by a property that "
                    + ConfigurationFiles.SANDBOX + " sets");
        }
        String proxy = proxy(endpoint);
        if (proxy != null && !LoopbackOnly.isLoopback(proxy)) {
            throw new IllegalArgumentException("--sandbox refuses the proxy " + proxy + " of the component " + scheme
                    + ": nothing leaves this machine; remove proxyHost under --sandbox");
        }
        return endpoint;
    }

    /** What exec starts may do anything, though Camel itself connects to nothing for it. */
    private static boolean isLocal(String scheme, Endpoint endpoint) {
        return !endpoint.isRemote() && !scheme.equals("exec");
    }

    /** @param address {@code http://host:port/…}, {@code ftp:host:port} or {@code host:port} */
    private static boolean isLoopback(String address) {
        String authority = address.replaceFirst("^[A-Za-z][\\w+.-]*://", "")
                .replaceFirst("^[A-Za-z][\\w+.-]*:(?=[^:/]+:[0-9])", "");
        try {
            return LoopbackOnly.isLoopback(new URI("any://" + authority));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable String proxy(Endpoint endpoint) {
        BeanIntrospection beans = PluginHelper.getBeanIntrospection(endpoint.getCamelContext());
        return Stream.of(
                        endpoint,
                        endpoint.getComponent(),
                        beans.getOrElseProperty(endpoint, "configuration", null, false))
                .filter(Objects::nonNull)
                .map(holder -> beans.getOrElseProperty(holder, "proxyHost", null, false))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
    }
}
