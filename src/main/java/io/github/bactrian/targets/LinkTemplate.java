package io.github.bactrian.targets;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** A URI that is one value of the message as a whole; options of the author may follow. */
record LinkTemplate(Value value, String options) implements Template {

    static Template of(CamelContext context, Token.Data data, List<Token> rest) {
        Value value = Value.of(context, data, Place.PLAIN);
        String options = rest.stream().map(Token::written).collect(Collectors.joining());
        boolean follow = rest.stream().noneMatch(Token.Data.class::isInstance);
        if (!(options.isEmpty() || options.startsWith("?")) || !follow || data.function() != TemplateFunction.VALUE) {
            throw value.refused(null, "it would be scheme and host; write those in the route");
        }
        return new LinkTemplate(value, options.isEmpty() ? "" : options.substring(1));
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        try {
            return Links.recipient(exchange, value.text(exchange), options, slots, position);
        } catch (RefusedValueException e) {
            throw value.refused(exchange, e.getMessage());
        }
    }

    @Override
    public Forecast forecast() {
        return Forecast.TEMPLATE;
    }
}
