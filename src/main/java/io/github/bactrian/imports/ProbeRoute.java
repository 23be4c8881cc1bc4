package io.github.bactrian.imports;

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.model.Model;

/** Sends rows to the route that says whether they took effect. */
final class ProbeRoute implements AutoCloseable {
    private final ProducerTemplate producer;
    private final Endpoint endpoint;

    private ProbeRoute(ProducerTemplate producer, Endpoint endpoint) {
        this.producer = producer;
        this.endpoint = endpoint;
    }

    /** @throws IllegalArgumentException if there is no such endpoint, or no route behind it */
    static ProbeRoute open(CamelContext context, String importName, String uri) {
        Endpoint endpoint;
        try {
            endpoint = context.getEndpoint(uri);
        } catch (ResolveEndpointFailedException e) {
            throw new IllegalArgumentException(
                    "import:" + importName + ": onUnknown=" + uri + ": " + e.getMessage(), e);
        }
        if (uri.startsWith("direct:") && !hasRoute(context, endpoint)) {
            throw new IllegalArgumentException("import:" + importName + ": onUnknown=" + uri
                    + ": no route begins with from: " + uri + "; add one, or choose keep or resend");
        }
        return new ProbeRoute(context.createProducerTemplate(), endpoint);
    }

    private static boolean hasRoute(CamelContext context, Endpoint endpoint) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        return model.getRouteDefinitions().stream()
                .map(route -> route.getInput().getEndpointUri())
                .anyMatch(from -> endpoint.equals(context.hasEndpoint(context.resolvePropertyPlaceholders(from))));
    }

    /** Runs the route; what went wrong is in the exchange. */
    Exchange ask(Exchange row) {
        return producer.send(endpoint, row);
    }

    @Override
    public void close() throws IOException {
        producer.close();
    }
}
