package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.badRequest;
import static io.github.bactrian.oauth.TestIssuer.SECRET;
import static io.github.bactrian.oauth.TestIssuer.TOKEN_START;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class NoTraceOfTheTokenTest {

    @RegisterExtension
    static final World world = new World();

    private final List<Exchange> deadLetters = new ArrayList<>();

    @BeforeEach
    void reset() {
        world.api.stubFor(any(anyUrl()).willReturn(badRequest()));
        world.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("direct:dead"));
                from("direct:call")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/users?logHttpActivity=true")
                        .id("call");
                from("direct:dead")
                        .to("log:dead?showAll=true&multiline=true")
                        .process(exchange -> deadLetters.add(exchange.copy()));
            }
        });
    }

    /** What is logged at this level and above while a call fails. */
    private static String logged(String name, Level level) {
        Logger logger = (Logger) LoggerFactory.getLogger(name);
        Level before = logger.getLevel();
        boolean additive = logger.isAdditive();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(level);
        logger.setAdditive(false);
        try {
            world.template().requestBody("direct:call", "{}");
        } finally {
            logger.setLevel(before);
            logger.setAdditive(additive);
            logger.detachAppender(appender);
        }
        return appender.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList()
                .toString();
    }

    @Test
    void deadLettersCarryNone() {
        world.template().requestBody("direct:call", "{}");
        assertThat(world.tokensSent()).singleElement().asString().contains(TOKEN_START);
        assertThat(deadLetters).singleElement().satisfies(letter -> assertThat(
                        letter.getAllProperties().toString()
                                + letter.getMessage().getHeaders()
                                + letter.getProperty(Exchange.EXCEPTION_CAUGHT))
                .doesNotContain(TOKEN_START)
                .doesNotContain("Authorization"));
    }

    @Test
    void camelLogsNone() {
        String log = logged("org.apache.camel", Level.TRACE) + logged("dead", Level.TRACE);
        assertThat(log).isNotEmpty().doesNotContain(TOKEN_START).doesNotContain(SECRET);
    }

    @Test
    void httpClientsHeaderLogShowsNone() {
        assertThat(logged("org.apache.hc.client5.http.headers", Level.DEBUG))
                .contains("Authorization: Bearer ***")
                .doesNotContain(TOKEN_START);
    }

    @Test
    void camelsLogOfHttpActivityStillWorksAndShowsNone() {
        assertThat(logged(Logger.ROOT_LOGGER_NAME, Level.INFO))
                .contains("Sending HTTP Request")
                .contains("Authorization: ")
                .doesNotContain(TOKEN_START);
    }

    @Test
    void jmxShowsNone() throws Exception {
        world.template().requestBody("direct:call", "{}");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder shown = new StringBuilder();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                shown.append(attribute(server, name, attribute.getName())).append('\n');
            }
        }

        assertThat(shown.toString())
                .contains("oauth.graph")
                .doesNotContain(TOKEN_START)
                .doesNotContain(SECRET);
    }

    /** What an attribute shows; some refuse to be read in the state that the context is in. */
    private static String attribute(MBeanServer server, ObjectName name, String attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (JMException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void msalLogsNone() {
        assertThat(logged("com.microsoft.aad.msal4j", Level.TRACE))
                .doesNotContain(TOKEN_START)
                .doesNotContain(SECRET);
    }
}
