package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackOnlyTest {
    private final ProxySelector before = ProxySelector.getDefault();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "https://example.com/");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/away") ? 302 : 200, -1);
            exchange.close();
        });
        server.start();
        LoopbackOnly.install(context);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.stop(0);
        ProxySelector.setDefault(before);
    }

    @Test
    void aCallToThisMachineGoesOut() {
        assertThat(status("http://localhost:" + server.getAddress().getPort())).isEqualTo(200);
    }

    @Test
    void aCallElsewhereIsRefusedByName() {
        assertThatThrownBy(() -> status("https://example.com/users"))
                .rootCause()
                .hasMessageStartingWith("--sandbox refuses to call https://example.com:443");
    }

    @Test
    void aRedirectElsewhereIsRefused() {
        String away = "http://localhost:" + server.getAddress().getPort() + "/away?followRedirects=true";

        assertThatThrownBy(() -> status(away)).rootCause().hasMessageStartingWith("--sandbox refuses to call");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "127.0.0.1,true",
        "127.9.9.9,true",
        "::1,true",
        "10.0.0.1,false",
        "localhost.example.com,false",
        "127.0.0.1.example.com,false",
        "0.0.0.0,false"
    })
    void onlyLoopbackAddressesAndLocalhostStayOnThisMachine(String host, boolean stays) {
        assertThat(LoopbackOnly.isLoopback(host)).isEqualTo(stays);
    }

    private int status(String uri) {
        Exchange answer = context.createProducerTemplate().request(uri, exchange -> {});
        if (answer.getException() != null) {
            throw new IllegalStateException(answer.getException());
        }
        return answer.getMessage().getHeader("CamelHttpResponseCode", Integer.class);
    }
}
