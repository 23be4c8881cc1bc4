package io.github.bactrian.daemon.routetests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What stands for endpoints outside in the present test, and what they were sent. */
final class Mocks {
    private final List<Sent> sent = new ArrayList<>();
    private List<Mock> mocks = List.of();

    synchronized void reset(List<Mock> present) {
        sent.clear();
        mocks = present;
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** @throws IllegalStateException if the test does not say what stands for this endpoint */
    void take(String uri, Exchange exchange) {
        Mock mock = noted(uri, exchange);
        if (mock.fails() != null) {
            throw new IllegalStateException(mock.fails());
        }
        Message message = exchange.getMessage();
        if (mock.body() != null) {
            message.setBody(mock.body());
        }
        mock.headers().forEach(message::setHeader);
    }

    private synchronized Mock noted(String uri, Exchange exchange) {
        Mock mock = mocks.stream().filter(one -> one.matches(uri)).findFirst().orElse(null);
        if (mock == null && !uri.startsWith("mock:")) {
            throw new IllegalStateException("this test does not say what stands for " + uri
                    + "; add to it: mock: [{ to: \"" + uri.replaceFirst(":.*", ":*") + "\" }]");
        }
        String body = exchange.getMessage().getBody(String.class);
        sent.add(new Sent(uri, Objects.requireNonNullElse(body, ""), headers(exchange.getMessage())));
        return mock == null ? new Mock(uri, null, Map.of(), null) : mock;
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }
}
