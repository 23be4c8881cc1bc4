package io.github.bactrian.targets;

import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** The value of a header or property whose name comes from the message: the name must not be one that steers anything. */
record GuardedName(Expression name, Expression value, Predicate<Exchange> scope) implements Expression {

    @Override
    public void init(CamelContext context) {
        value.init(context);
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        if (scope.test(exchange)) {
            String text = name.evaluate(exchange, String.class);
            if (text != null && Steering.isReserved(text)) {
                throw new RefusedValueException(
                        "the name that " + name
                                + " yields is refused: it would be a header or property that steers calls; write such names in the route");
            }
        }
        return value.evaluate(exchange, type);
    }
}
