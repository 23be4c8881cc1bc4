package io.github.bactrian.targets;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A template in which a value stands where none may: each message is refused. */
record Refused(RefusedValueException reason) implements Template {

    static @Nullable Template templateOrRefusal(CamelContext context, String text) {
        try {
            return Template.of(context, text);
        } catch (RefusedValueException e) {
            return new Refused(e);
        }
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        throw new RefusedValueException(reason.getMessage());
    }

    @Override
    public Forecast forecast() {
        return Forecast.refusal(reason.getMessage());
    }
}
