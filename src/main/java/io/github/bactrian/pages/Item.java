package io.github.bactrian.pages;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** The message of an item. The exchange that a split makes for it is told to report its end. */
final class Item extends DefaultMessage {

    private final Fates fates;
    private boolean reporting;

    Item(Exchange split, Map<String, Object> headers, @Nullable Object body, Fates fates) {
        super(split.getContext());
        this.fates = fates;
        getHeaders().putAll(headers);
        setBody(body);
    }

    @Override
    public void setExchange(@Nullable Exchange exchange) {
        super.setExchange(exchange);
        if (exchange != null && !reporting) {
            reporting = true;
            fates.follow(exchange);
        }
    }
}
