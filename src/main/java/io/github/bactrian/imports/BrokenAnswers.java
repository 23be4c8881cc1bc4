package io.github.bactrian.imports;

import io.github.bactrian.http.BrokenAnswerException;
import io.github.bactrian.http.CallJournal;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Lets a row's route resume after a call that was answered with success, when only the body of the answer is broken: the
 * call was made, and the next steps may not need what it returned.
 */
final class BrokenAnswers implements InterceptStrategy {
    private static final HeaderFilterStrategy OF_ROUTES = new HttpHeaderFilterStrategy();

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        boolean calls = step instanceof ToDefinition || step instanceof ToDynamicDefinition;
        return calls ? new AfterStep(target, BrokenAnswers::letPass) : target;
    }

    private static void letPass(Exchange exchange) {
        BrokenAnswerException broken = exchange.getException(BrokenAnswerException.class);
        boolean ofRow = exchange.getProperty(CallJournal.PROPERTY) != null;
        if (broken == null || broken.isUnanswered() || !ofRow) {
            return;
        }
        exchange.setException(null);
        FailedStep.forget(exchange);
        answered(exchange, broken.head());
        exchange.getMessage().setBody(new BrokenBody(broken));
    }

    /** Leaves the headers that camel-http would have left. */
    private static void answered(Exchange exchange, BrokenAnswerException.Head head) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, head.status());
        message.setHeader(Exchange.HTTP_RESPONSE_TEXT, head.text());
        for (Map.Entry<String, String> header : head.headers()) {
            String name = header.getKey();
            if (!name.equalsIgnoreCase("Content-Encoding")
                    && !OF_ROUTES.applyFilterToExternalHeaders(name, header.getValue(), exchange)) {
                message.setHeader(name, header.getValue());
            }
        }
    }
}
