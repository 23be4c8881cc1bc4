package io.github.bactrian.http;

import io.github.bactrian.targets.AuthoredEndpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses governed calls through an endpoint that was made while messages run, of text that is not the route's alone, and that
 * says itself whom it trusts or through which proxy it goes.
 */
final class LateOptions implements ExecChainHandler {

    private final String options;

    LateOptions(String options) {
        this.options = options;
    }

    /** Returns the names of such options; empty if the endpoint was made with its route, or has none. */
    static String of(HttpEndpoint endpoint) {
        if (isMadeWithItsRoute(endpoint.getCamelContext()) || AuthoredEndpoints.isMaking()) {
            return "";
        }
        HttpComponent component = endpoint.getComponent();
        List<String> own = new ArrayList<>();
        note(own, "x509HostnameVerifier", endpoint.getX509HostnameVerifier(), component.getX509HostnameVerifier());
        note(own, "sslContextParameters", endpoint.getSslContextParameters(), component.getSslContextParameters());
        note(own, "proxyHost", endpoint.getProxyHost(), component.getProxyHost());
        return String.join(", ", own);
    }

    private static void note(List<String> own, String name, @Nullable Object ofEndpoint, @Nullable Object ofComponent) {
        if (ofEndpoint != null && !Objects.equals(ofEndpoint, ofComponent)) {
            own.add(name);
        }
    }

    private static boolean isMadeWithItsRoute(CamelContext context) {
        return !context.isStarted()
                || context.getCamelContextExtension().isSetupRoutes()
                || context.getRouteController().isStartingRoutes();
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (GovernedCall.of(scope.clientContext) != null) {
            throw new CallNotSentException(
                    Call.of(request, scope.route) + " was not sent: the endpoint was made for a message, and " + options
                            + " came with its URI. Write the option where the route names the endpoint, or on the component",
                    true,
                    null);
        }
        return chain.proceed(request, scope);
    }
}
