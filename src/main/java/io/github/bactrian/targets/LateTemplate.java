package io.github.bactrian.targets;

import org.apache.camel.Exchange;

/** A template that is known once its head is. */
record LateTemplate(Late<Template> late) implements Template {

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        return late.of(exchange).orElseThrow().recipient(exchange, slots, position);
    }

    @Override
    public Forecast forecast() {
        return late.foreseen().map(Template::forecast).orElse(Forecast.TEMPLATE);
    }
}
