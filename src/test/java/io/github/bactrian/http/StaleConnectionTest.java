package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API that answers with a connection to be kept, and closes it after the answer. */
class StaleConnectionTest {

    private static World world;

    private final RecordingJournal journal = new RecordingJournal();
    private final AtomicInteger closed = new AtomicInteger();
    private ServerSocket server;

    @BeforeAll
    static void open() {
        world = new World();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                continue;
            }
            closed.incrementAndGet();
        }
    }

    private static void start(TimeValue checkedAfter) {
        world.start(Map.of("call.retries", "1"), context -> check(context, checkedAfter), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").process(World.callTarget(""));
            }
        });
    }

    private static void check(CamelContext context, TimeValue checkedAfter) {
        context.getComponent("http", HttpComponent.class)
                .setClientConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setValidateAfterInactivity(checkedAfter)
                                .build())
                        .build());
    }

    /** Two calls, the second on what the first left in the pool. */
    private Exchange callTwice(String method) {
        call(method);
        await().until(() -> closed.get() == 1);
        journal.told.clear();
        CompletableFuture<Exchange> second =
                CompletableFuture.supplyAsync(() -> call(method), task -> new Thread(task).start());
        await().until(() -> {
            if (world.time.waiting.get() > 0) {
                world.time.advance(Duration.ofSeconds(1));
            }
            return second.isDone();
        });
        return second.join();
    }

    private Exchange call(String method) {
        return world.template().request("direct:call", exchange -> {
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "target",
                            "http://localhost:" + server.getLocalPort() + "/users",
                            Exchange.HTTP_METHOD,
                            method)));
            exchange.setProperty(CallJournal.PROPERTY, journal);
        });
    }

    /** As HttpClient does by itself after two seconds of idleness. */
    @Test
    void afterIdlenessAClosedConnectionIsReplacedBeforeAByteIsSent() {
        start(TimeValue.ZERO_MILLISECONDS);
        assertThat(callTwice("POST").getException()).isNull();
        assertThat(journal.told).containsExactly("sending POST /users", "answered 200");
    }

    @Test
    void aPostOnAConnectionThatTurnsOutToBeClosedIsNotSentAgain() {
        start(TimeValue.ofHours(1));
        assertThat(callTwice("POST").getException()).isInstanceOf(CallUnansweredException.class);
        assertThat(journal.told).containsExactly("sending POST /users", "unanswered");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aDeleteOnAConnectionThatTurnsOutToBeClosedIsSentAgainOnce() {
        start(TimeValue.ofHours(1));
        assertThat(callTwice("DELETE").getException()).isNull();
        assertThat(journal.told)
                .containsExactly("sending DELETE /users", "unanswered", "sending DELETE /users", "answered 200");
    }
}
