package io.github.bactrian.targets;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** A piece of a path segment or a query parameter, ready to be written for each message. */
sealed interface Part {

    void write(StringBuilder text, Exchange exchange);

    /** The author's text, encoded as far as it has to be. */
    record Fixed(String text) implements Part {
        @Override
        public void write(StringBuilder text, Exchange exchange) {
            text.append(this.text);
        }
    }

    /** The author's expression. */
    record Computed(Expression expression) implements Part {
        static Computed of(CamelContext context, Token.Author token) {
            return new Computed(Value.simple(context, token.written()));
        }

        @Override
        public void write(StringBuilder text, Exchange exchange) {
            String value = expression.evaluate(exchange, String.class);
            text.append(value == null ? "" : UriText.literal(value));
        }
    }

    /** A value of the message. */
    record Bound(Value value) implements Part {
        @Override
        public void write(StringBuilder text, Exchange exchange) {
            text.append(value.encoded(exchange));
        }
    }
}
