package io.github.bactrian.targets;

import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** In place of the expression that computes where one message goes. */
final class GuardedTarget implements Guarded {

    private final Expression original;
    private final Template template;
    private final Predicate<Exchange> scope;
    private final Slots slots;

    GuardedTarget(CamelContext context, Expression original, Template template, Predicate<Exchange> scope) {
        this.original = original;
        this.template = template;
        this.scope = scope;
        this.slots = new Slots(context);
    }

    @Override
    public void init(CamelContext context) {
        original.init(context);
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        if (!scope.test(exchange)) {
            return original.evaluate(exchange, type);
        }
        return type.cast(recipient(exchange));
    }

    @Override
    public Forecast forecast() {
        return template.forecast();
    }

    /** Fails if the message would be refused. */
    void require(Exchange exchange) {
        if (scope.test(exchange)) {
            template.recipient(exchange, slots, 0);
        }
    }

    private Object recipient(Exchange exchange) {
        try {
            return template.recipient(exchange, slots, 0);
        } catch (RefusedValueException e) {
            return slots.refused(exchange, e);
        }
    }

    @Override
    public String toString() {
        return original.toString();
    }
}
