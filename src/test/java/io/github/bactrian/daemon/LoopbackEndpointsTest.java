package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real components; the other machine has an address that is reserved for documentation. */
class LoopbackEndpointsTest {
    private static final String REFUSED = "--sandbox refuses";

    private final ProxySelector before = ProxySelector.getDefault();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private String here;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        here = "127.0.0.1:" + server.getAddress().getPort();
        LoopbackOnly.install(context);
        LoopbackEndpoints.install(context);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.stop(0);
        ProxySelector.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vertx-http:http://192.0.2.1/x",
                "netty-http:http://192.0.2.1/x",
                "netty:tcp://192.0.2.1:9",
                "netty:udp://192.0.2.1:9",
                "sftp:user@192.0.2.1/in",
                "ftp:user@192.0.2.1/in",
                "smtp:192.0.2.1",
                "imap:192.0.2.1",
                "vertx-http:http://127.0.0.1/x?proxyHost=192.0.2.1&proxyPort=3128",
                "vertx-http:http://127.0.0.1@192.0.2.1/x"
            })
    void anEndpointOfAnotherMachineIsRefusedWhenItIsMade(String uri) {
        assertThatThrownBy(() -> context.getEndpoint(uri)).hasStackTraceContaining(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vertx-http:http://127.0.0.1/x",
                "netty-http:http://localhost:8080/x",
                "netty:tcp://127.0.0.1:9",
                "ftp:user@127.0.0.1:21/in",
                "http://192.0.2.1/is/refused/when/called",
                "direct:a",
                "seda:a",
                "log:a",
                "mock:a",
                "stub:a",
                "file:target/nowhere",
                "timer:a",
                "quartz:a?cron=0+15+2+*+*+?",
                "language:simple:a",
                "class:java.lang.Object",
                "dataformat:jackson:marshal"
            })
    void whatStaysOnThisMachineIsMade(String uri) {
        assertThatCode(() -> context.getEndpoint(uri)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xslt:http://192.0.2.1/a.xsl", "validator:http://192.0.2.1/a.xsd"})
    void aRouteWhoseResourceComesFromAnotherMachineDoesNotStart(String uri) {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in").to(uri);
                    }
                }))
                .hasStackTraceContaining(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "xpath"})
    void anExpressionIsReadFromNoOtherMachine(String language) throws Exception {
        assertThatThrownBy(() ->
                        context.resolveLanguage(language).createExpression("resource:http://192.0.2.1/expression"))
                .hasStackTraceContaining(REFUSED);
    }

    @Test
    void aProxyOfTheEndpointIsRefused() {
        assertRefused("http://" + here + "/x?proxyHost=192.0.2.1&proxyPort=3128");
    }

    @Test
    void aProxyOfTheComponentIsRefused() {
        HttpComponent http = context.getComponent("http", HttpComponent.class);
        http.setProxyHost("192.0.2.1");
        http.setProxyPort(3128);

        assertRefused("http://" + here + "/x");
    }

    @Test
    void aProxyOfTheSystemIsPassedBy() {
        System.setProperty("http.proxyHost", "192.0.2.1");
        System.setProperty("http.nonProxyHosts", "");
        try {
            context.getComponent("http", HttpComponent.class).setUseSystemProperties(true);

            assertThat(failure("http://" + here + "/x", "")).isNull();
            assertThat(requests).hasValue(1);
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void aComputedEndpointIsRefusedWhenItIsReached() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD("netty:tcp://${body}:9");
            }
        });

        assertThat(failure("direct:in", "192.0.2.1")).hasStackTraceContaining(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx-http:http://", "netty-http:http://", "http://"})
    void aHeaderTurnsNoCallToAnotherMachine(String scheme) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .setHeader(Exchange.HTTP_URI, constant("http://192.0.2.1/x"))
                        .to(scheme + here + "/x");
            }
        });

        assertThat(failure("direct:in", "")).hasStackTraceContaining(REFUSED);
    }

    @Test
    void aPlainSocketReachesThisMachineAlone() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }

        assertThatThrownBy(() -> new Socket("192.0.2.1", 9)).hasStackTraceContaining(REFUSED);
    }

    private void assertRefused(String uri) {
        assertThat(failure(uri, "")).hasStackTraceContaining(REFUSED).hasStackTraceContaining("192.0.2.1");
        assertThat(requests).hasValue(0);
    }

    private Exception failure(String uri, String body) {
        return context.createProducerTemplate()
                .request(uri, exchange -> exchange.getMessage().setBody(body))
                .getException();
    }
}
