package io.github.bactrian.targets;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** A URI that has to come out as that of an endpoint which the routes name: {@code direct:${header.kind}}. */
record NamedTemplate(Expression uri, Value value, String prefix) implements Template {

    private static final String NOT_NAMED = "with it the URI is none of an endpoint that the routes name";

    static Template of(CamelContext context, List<Token> tokens) {
        Value value = Value.of(context, Template.firstData(tokens), Place.PLAIN);
        for (Token token : tokens) {
            if (token instanceof Token.Data data && data.function() != TemplateFunction.VALUE) {
                throw value.refused(null, "the function is for paths and queries of URLs");
            }
        }
        String text = tokens.stream().map(Token::written).collect(Collectors.joining());
        return new NamedTemplate(Value.simple(context, text), value, prefix(tokens));
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        Endpoint named = NamedEndpoints.find(exchange.getContext(), uri.evaluate(exchange, String.class));
        if (named == null) {
            throw value.refused(exchange, NOT_NAMED);
        }
        return slots.bound(named, position, exchange, Binding.NONE);
    }

    /** What is the same for each message and not an option, of which the order may differ. */
    private static String prefix(List<Token> tokens) {
        return tokens.stream()
                .takeWhile(Token.Literal.class::isInstance)
                .map(Token::written)
                .collect(Collectors.joining())
                .replaceFirst("(?s)\\?.*", "");
    }

    @Override
    public Forecast forecast() {
        Forecast.Named named =
                new Forecast.Named(prefix, value.refused(null, NOT_NAMED).getMessage());
        return new Forecast(true, List.of(), List.of(), List.of(), List.of(named));
    }
}
