package io.github.bactrian.imports;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Remembers at which step of an import's route an exchange failed first: its id, file and line. */
final class FailedStep implements InterceptStrategy {
    private static final String PROPERTY = "bactrianFailedStep";

    /** Where the exchange failed, null if it did not, or nobody knows. */
    static @Nullable String of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, String.class);
    }

    /** The exchange has not failed after all. */
    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        NamedRoute route = CamelContextHelper.getRoute(step);
        boolean ofImport = route != null && route.getEndpointUrl().startsWith("import:");
        if (!ofImport) {
            return target;
        }
        String place = StepPlace.of(context, step);
        return new AfterStep(target, exchange -> remember(exchange, place));
    }

    private static void remember(Exchange exchange, String place) {
        if (exchange.getException() != null && exchange.getProperty(PROPERTY) == null) {
            exchange.setProperty(PROPERTY, place);
        }
    }
}
