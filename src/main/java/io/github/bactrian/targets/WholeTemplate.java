package io.github.bactrian.targets;

import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** A URI that an expression of another language than simple yields as a whole. */
record WholeTemplate(Expression original) implements Template {

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        String text = original.evaluate(exchange, String.class);
        try {
            return Links.recipient(exchange, text == null ? "" : text, "", slots, position);
        } catch (RefusedValueException e) {
            throw new RefusedValueException("what " + original + " yields is refused: " + e.getMessage());
        }
    }

    @Override
    public Forecast forecast() {
        return Forecast.TEMPLATE;
    }
}
