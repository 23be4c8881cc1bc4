package io.github.bactrian;

import org.apache.camel.Exchange;

/** What Camel's error handler leaves on an exchange when it has run a step again. */
public final class Redelivery {

    private Redelivery() {}

    /**
     * Whether an exception was overcome by trying again. Camel leaves it on the exchange all the same; whoever handles one, be
     * it an error handler or {@code doCatch}, leaves other traces. In doubt it was not.
     *
     * @param caught the exchange's {@link Exchange#EXCEPTION_CAUGHT}
     */
    public static boolean overcame(Exchange exchange, Throwable caught) {
        return Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED))
                && exchange.getProperty(Exchange.TO_ENDPOINT) != null
                && exchange.getProperty(Exchange.FAILURE_ENDPOINT) == null
                && caught.getSuppressed().length == 0;
    }
}
