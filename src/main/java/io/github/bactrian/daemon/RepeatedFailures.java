package io.github.bactrian.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops what Camel says about failures that are told elsewhere: by {@link FailedExchanges}, or as the message with which a
 * start ends.
 */
final class RepeatedFailures extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean repeated = event.getLoggerName().startsWith("org.apache.camel.")
                && (event.getFormattedMessage().startsWith("Error processing exchange")
                        || event.getFormattedMessage().startsWith("Error starting CamelContext"));
        return repeated ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
