package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Drops what Camel's consumers say about failures that {@link FailedExchanges} tells. Named in logback.xml. */
public final class RepeatedFailures extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean repeated = event.getLevel() == Level.WARN
                && event.getLoggerName().startsWith("org.apache.camel.component.")
                && event.getFormattedMessage().startsWith("Error processing exchange");
        return repeated ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
