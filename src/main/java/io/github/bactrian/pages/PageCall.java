package io.github.bactrian.pages;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Asks for pages with camel-http, as the exchange would at this place of its route: same profile, journal and headers. */
final class PageCall implements AutoCloseable {

    /** The answer is judged and read here, not kept by Camel. */
    private static final String OPTIONS =
            "?httpMethod=GET&throwExceptionOnFailure=false&disableStreamCache=true&copyHeaders=false";

    /** What belongs to an earlier answer, or would steer this call. */
    private static final List<String> NOT_SENT = List.of("camelhttp", "camelrest", "content-", "transfer-", "link");

    private final Exchange template;
    private final Producer producer;

    private PageCall(Exchange template, Producer producer) {
        this.template = template;
        this.producer = producer;
    }

    static PageCall of(Exchange exchange, URI url) throws Exception {
        CamelContext context = exchange.getContext();
        Endpoint endpoint = context.getEndpoint(Urls.origin(url) + OPTIONS);
        Producer producer = endpoint.createProducer();
        ServiceHelper.startService(producer);
        return new PageCall(bare(exchange), producer);
    }

    private static Exchange bare(Exchange exchange) {
        Exchange bare = ExchangeHelper.createCopy(exchange, true);
        Message message = bare.getMessage();
        message.setBody(null);
        message.getHeaders().keySet().removeIf(PageCall::isNotSent);
        if (message.getHeader("Accept") == null) {
            message.setHeader("Accept", "application/json");
        }
        return bare;
    }

    private static boolean isNotSent(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return NOT_SENT.stream().anyMatch(name::startsWith);
    }

    /** @throws Exception if no answer came */
    Answer get(URI url) throws Exception {
        Exchange call = ExchangeHelper.createCopy(template, true);
        call.getMessage().setHeader(Exchange.HTTP_URI, url.toString());
        try {
            producer.process(call);
            if (call.getException() != null) {
                throw call.getException();
            }
            return answer(call);
        } catch (Exception e) {
            Answer.end(call);
            throw e;
        }
    }

    private static Answer answer(Exchange call) throws IOException {
        Map<String, Object> headers = call.getMessage().getHeaders();
        List<String> links = new ArrayList<>();
        ObjectHelper.createIterator(headers.get("Link"), null).forEachRemaining(link -> links.add(link.toString()));
        InputStream body = call.getMessage().getBody(InputStream.class);
        Integer status = call.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return Answer.of(call, status == null ? 0 : status, links, body == null ? InputStream.nullInputStream() : body);
    }

    @Override
    public void close() {
        ServiceHelper.stopAndShutdownService(producer);
    }
}
