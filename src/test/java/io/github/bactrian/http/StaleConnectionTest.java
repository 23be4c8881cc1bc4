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
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API that answers with a connection to be kept, and closes it after the answer. */
class StaleConnectionTest {

    private static World world;

    private final RecordingJournal journal = new RecordingJournal();
    private final AtomicInteger closed = new AtomicInteger();
    private ServerSocket server;

    /** What the server writes as its second answer on a connection, before it closes it; null: it closes it after the first. */
    private volatile @Nullable String secondAnswer;

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
                readHead(in);
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
                if (secondAnswer != null) {
                    readHead(in);
                    write(socket, secondAnswer);
                }
            } catch (IOException e) {
                continue;
            }
            closed.incrementAndGet();
        }
    }

    private static void readHead(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
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
        await().until(() -> secondAnswer != null || closed.get() == 1);
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

    @Test
    void aPostIsNotSentOnAConnectionThatWasClosed() {
        start(TimeValue.ofHours(1));
        assertThat(callTwice("POST").getException()).isNull();
        assertThat(journal.told)
                .containsExactly("sending POST /users", "withdrawn", "sending POST /users", "answered 200");
    }

    @Test
    void noneOf200PostsIsUnansweredThoughEachConnectionIsClosedAfterItsAnswer() {
        start(TimeValue.ofHours(1));
        for (int i = 1; i <= 200; i++) {
            int calls = i;
            assertThat(call("POST").getException()).isNull();
            await().pollInterval(Duration.ofMillis(1)).until(() -> closed.get() == calls);
        }
        assertThat(journal.told).doesNotContain("unanswered");
    }

    @Test
    void aPostThatBreaksBeforeAByteOfItsAnswerIsToldFromOneThatBreaksWithinIt() {
        start(TimeValue.ofHours(1));
        secondAnswer = "";
        assertThat(callTwice("POST").getException())
                .isInstanceOf(CallUnansweredException.class)
                .hasMessageContaining("which earlier calls had used, broke before the first byte of an answer");
        assertThat(journal.told).containsExactly("sending POST /users", "unanswered");

        start(TimeValue.ofHours(1));
        secondAnswer = "HTTP/1.1 2";
        assertThat(callTwice("POST").getException())
                .isInstanceOf(CallUnansweredException.class)
                .hasMessageNotContaining("before the first byte");
        assertThat(journal.told).containsExactly("sending POST /users", "unanswered");
    }

    @Test
    void aDeleteOnAConnectionThatTurnsOutToBeClosedIsSentAgainOnce() {
        start(TimeValue.ofHours(1));
        assertThat(callTwice("DELETE").getException()).isNull();
        assertThat(journal.told)
                .containsExactly("sending DELETE /users", "unanswered", "sending DELETE /users", "answered 200");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout=5, 4000",
        "'timeout=20, max=100', 19000",
        "max=100, 15000",
        "timeout=1, 500",
        "timeout=0, 1",
        "timeout=-1, 15000",
        "timeout=soon, 15000",
        "timeout, 15000",
        "timeout=600, 599000"
    })
    void aConnectionIsNotUsedAsLongAsTheServerKeepsIt(String keepAlive, long millis) {
        HttpResponse answer = new BasicHttpResponse(200);
        answer.setHeader("Keep-Alive", keepAlive);
        TimeValue usual = new IdleTime().getKeepAliveDuration(answer, HttpClientContext.create());
        assertThat(IdleTime.shorter(answer, usual)).isEqualTo(TimeValue.ofMilliseconds(millis));
    }
}
