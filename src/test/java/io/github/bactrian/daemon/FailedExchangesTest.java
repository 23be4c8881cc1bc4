package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailedExchangesTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailedExchanges.class);

    @BeforeEach
    void start() throws Exception {
        log.start();
        logger.addAppender(log);
        context.getManagementStrategy().addEventNotifier(new FailedExchanges());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .routeId("a")
                        .filter(body().isNotEqualTo("good"))
                        .throwException(new IOException("disk full"));
                from("direct:api").routeId("api").process(exchange -> {
                    Map<String, String> headers =
                            Map.of("request-id", exchange.getMessage().getBody(String.class));
                    throw new HttpOperationFailedException("https://api.example", 403, "", null, headers, "");
                });
                from("direct:handled")
                        .routeId("handled")
                        .onException(Exception.class)
                        .handled(true)
                        .end()
                        .throwException(new IOException("disk full"));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        logger.detachAppender(log);
    }

    @Test
    void theSameFailureIsToldOnceUntilTheRouteWorksAgain() {
        send("direct:a", "bad", "bad", "bad", "good", "bad");

        assertThat(lines())
                .containsExactly(
                        "Route a failed: disk full",
                        "Route a works again, after 3 failures",
                        "Route a failed: disk full");
    }

    @Test
    void theIdOfTheApisAnswerIsToldAndMakesNoNewFailure() {
        send("direct:api", "7c1f", "8d2e");

        assertThat(lines()).singleElement().asString().endsWith("statusCode: 403 (request-id 7c1f)");
    }

    @Test
    void aFailureThatTheRouteHandlesIsNotTold() {
        send("direct:handled", "bad");

        assertThat(lines()).isEmpty();
    }

    private void send(String uri, String... bodies) {
        for (String body : bodies) {
            context.createProducerTemplate()
                    .request(uri, exchange -> exchange.getMessage().setBody(body));
        }
    }

    private List<String> lines() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
