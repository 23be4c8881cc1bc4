package io.github.bactrian.targets;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** An endpoint that the author named, called with the values that were bound for the message. */
final class BoundEndpoint extends DefaultEndpoint implements DelegateEndpoint {

    private static final String CALLING = "bactrianBoundCall";

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Endpoint real;
    private final Optional<SenderHeaders> ofSender;
    private final String property = "bactrianBinding-" + NUMBERS.incrementAndGet();

    BoundEndpoint(Endpoint real) {
        super(real.getEndpointUri(), real.getComponent());
        setCamelContext(real.getCamelContext());
        this.real = real;
        this.ofSender = SenderHeaders.of(real.getEndpointUri());
    }

    /** Whether path and query of the call that is being made are those of a template. */
    static boolean isCalling(Exchange exchange) {
        return exchange.getProperty(CALLING) != null;
    }

    void bind(Exchange exchange, Binding binding) {
        exchange.setProperty(property, binding);
    }

    @Override
    public Endpoint getEndpoint() {
        return real;
    }

    /** Keeps Camel from optimising by the scheme: that would read the URI once more. */
    @Override
    public String getEndpointKey() {
        return "bound:" + property;
    }

    @Override
    public Producer createProducer() throws Exception {
        return createAsyncProducer();
    }

    @Override
    public AsyncProducer createAsyncProducer() throws Exception {
        return new BoundProducer(real.createAsyncProducer());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        return real.createConsumer(processor);
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        return real.createPollingConsumer();
    }

    @Override
    public boolean isLenientProperties() {
        return real.isLenientProperties();
    }

    /** Two steps with one URI have different values. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return real.toString();
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(real);
        super.doStart();
    }

    private final class BoundProducer extends DefaultAsyncProducer {

        private final AsyncProducer producer;

        BoundProducer(AsyncProducer producer) {
            super(BoundEndpoint.this);
            this.producer = producer;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Binding binding = exchange.getProperty(property, Binding.NONE, Binding.class);
            if (!binding.http()) {
                ofSender.ifPresent(headers -> headers.remove().accept(exchange));
            }
            Map<String, @Nullable Object> before = binding.apply(exchange);
            if (binding.http()) {
                exchange.setProperty(CALLING, property);
            }
            try {
                return producer.process(exchange, doneSync -> {
                    end(exchange, binding, before);
                    callback.done(doneSync);
                });
            } catch (RuntimeException | Error e) {
                end(exchange, binding, before);
                throw e;
            }
        }

        private void end(Exchange exchange, Binding binding, Map<String, @Nullable Object> before) {
            if (binding.http()) {
                exchange.removeProperty(CALLING);
            }
            binding.undo(exchange, before);
        }

        @Override
        protected void doStart() throws Exception {
            ServiceHelper.startService(producer);
            super.doStart();
        }

        @Override
        protected void doStop() throws Exception {
            super.doStop();
            ServiceHelper.stopAndShutdownService(producer);
        }
    }
}
