package io.github.bactrian.imports;

import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** A step, after which its exchange is looked at before the route resumes. */
final class AfterStep extends DelegateAsyncProcessor {
    private final Consumer<Exchange> look;

    AfterStep(Processor step, Consumer<Exchange> look) {
        super(step);
        this.look = look;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return super.process(exchange, doneSync -> {
            look.accept(exchange);
            callback.done(doneSync);
        });
    }
}
