package io.github.bactrian.targets;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** A URI that has to come out as that of an endpoint which the routes name: {@code direct:${header.kind}}. */
record NamedTemplate(Expression uri, Value value) implements Template {

    static Template of(CamelContext context, List<Token> tokens) {
        Value value = Value.of(context, Template.firstData(tokens), Place.PLAIN);
        for (Token token : tokens) {
            if (token instanceof Token.Data data && data.function() != Function.VALUE) {
                throw value.refused(null, "the function is for paths and queries of URLs");
            }
        }
        String text = tokens.stream().map(Token::written).collect(Collectors.joining());
        return new NamedTemplate(Value.simple(context, text), value);
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        Endpoint named = NamedEndpoints.find(exchange.getContext(), uri.evaluate(exchange, String.class));
        if (named == null) {
            throw value.refused(exchange, "with it the URI is none of an endpoint that the routes name");
        }
        return slots.bound(named, position, exchange, Binding.NONE);
    }
}
