package io.github.bactrian.targets;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.DynamicPollingConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;

/** Fails each message with the refusal that was kept for it. */
final class RefusingEndpoint extends DefaultEndpoint {

    private static final String PROPERTY = "bactrianRefusal";

    RefusingEndpoint(CamelContext context) {
        super("refused:value", null);
        setCamelContext(context);
    }

    void refuse(Exchange exchange, RefusedValueException refusal) {
        exchange.setProperty(PROPERTY, refusal);
    }

    private static RefusedValueException refusal(Exchange exchange) {
        return exchange.getProperty(PROPERTY, RefusedValueException.class);
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                throw refusal(exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing arrives from a refused value");
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new RefusingConsumer();
    }

    private final class RefusingConsumer extends PollingConsumerSupport implements DynamicPollingConsumer {

        RefusingConsumer() {
            super(RefusingEndpoint.this);
        }

        @Override
        public Exchange receive(Exchange exchange) {
            throw refusal(exchange);
        }

        @Override
        public Exchange receiveNoWait(Exchange exchange) {
            throw refusal(exchange);
        }

        @Override
        public Exchange receive(Exchange exchange, long timeout) {
            throw refusal(exchange);
        }

        @Override
        public Exchange receive() {
            throw nothingToReceive();
        }

        @Override
        public Exchange receiveNoWait() {
            throw nothingToReceive();
        }

        @Override
        public Exchange receive(long timeout) {
            throw nothingToReceive();
        }

        private RefusedValueException nothingToReceive() {
            return new RefusedValueException("a value of the message is refused as part of an endpoint");
        }
    }
}
