package io.github.bactrian.targets;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** A statement whose parameters, {@code :#${...}}, the component binds for each message, as it would in {@code to}. */
record SqlTemplate(CamelContext context, String uri) implements Template {

    static Template of(CamelContext context, List<Token> tokens) {
        StringBuilder written = new StringBuilder();
        for (Token token : tokens) {
            boolean bound = written.toString().matches("(?s).*:#(?:in:)?");
            if (token instanceof Token.Data data && (!bound || data.function() != TemplateFunction.VALUE)) {
                throw Value.of(context, data, Place.PLAIN)
                        .refused(null, "it would be part of the statement; write :#" + data.written());
            }
            written.append(token.written());
        }
        return new SqlTemplate(context, written.toString());
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        return slots.bound(AuthoredEndpoints.get(context, uri), position, exchange, Binding.NONE);
    }

    @Override
    public Forecast forecast() {
        return Forecast.TEMPLATE;
    }
}
