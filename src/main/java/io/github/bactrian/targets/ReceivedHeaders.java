package io.github.bactrian.targets;

import io.github.bactrian.oauth.InboundHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.dataformat.CustomDataFormat;
import org.apache.camel.model.dataformat.MimeMultipartDataFormat;
import org.apache.camel.processor.Pipeline;

/** Around a step whose input brings headers: those that steer count as come with the message. */
record ReceivedHeaders(boolean ofContent) {

    private static final String PROPERTY = "bactrianHeadersBefore";

    /** Empty for a step that neither makes headers of the names in a body nor gets them with another message. */
    static Optional<ReceivedHeaders> of(ProcessorDefinition<?> step) {
        boolean ofContent = isOfContent(step);
        return ofContent || step instanceof PollEnrichDefinition || step instanceof PollDefinition
                ? Optional.of(new ReceivedHeaders(ofContent))
                : Optional.empty();
    }

    private static boolean isOfContent(ProcessorDefinition<?> step) {
        if (step instanceof UnmarshalDefinition unmarshal) {
            return unmarshal.getDataFormatType() instanceof MimeMultipartDataFormat
                    || unmarshal.getDataFormatType() instanceof CustomDataFormat;
        }
        return step instanceof ToDefinition to
                && to.getEndpointUri() != null
                && to.getEndpointUri().startsWith("dataformat:");
    }

    Processor around(CamelContext context, Guard guard, Processor step) {
        return Pipeline.newInstance(context, List.of(guard.inScope(this::remember), step, guard.inScope(this::mark)));
    }

    private void remember(Exchange exchange) {
        exchange.setProperty(PROPERTY, new HashMap<>(exchange.getMessage().getHeaders()));
    }

    private void mark(Exchange exchange) {
        Map<?, ?> before = exchange.getProperty(PROPERTY, Map.of(), Map.class);
        exchange.removeProperty(PROPERTY);
        // a copy, because marking may remove
        new HashMap<>(exchange.getMessage().getHeaders()).forEach((name, value) -> {
            if (value != null && before.get(name) != value) {
                mark(exchange, name, value);
            }
        });
    }

    /** Camel's own headers choose statements, programs and templates too; a body has no business with them. */
    private void mark(Exchange exchange, String name, Object value) {
        if (ofContent && name.toLowerCase(Locale.ROOT).startsWith("camel")) {
            exchange.getMessage().removeHeader(name);
        } else {
            InboundHeaders.received(exchange, name, value);
        }
    }
}
