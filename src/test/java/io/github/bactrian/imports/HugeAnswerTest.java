package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API whose answers are longer than what is read of them. */
class HugeAnswerTest {
    private static final int PIECE = 1 << 16;
    private static final int PIECES = 200 << 4;

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger sentWhole = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/users", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        arrived.incrementAndGet();
        exchange.sendResponseHeaders(201, (long) PIECE * PIECES);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < PIECES; i++) {
                out.write(new byte[PIECE]);
            }
            sentWhole.incrementAndGet();
        }
    }

    @Test
    void anAnswerOf200MebibytesIsNotReadToItsEnd() throws Exception {
        String steps = """
                - setBody: { simple: "${body[mail]}" }
                - to: { uri: "http://localhost:%d/users", parameters: { httpMethod: POST } }
                """.formatted(server.getAddress().getPort());
        try (RunningImport users =
                RunningImport.withoutIdentity(home, Clock.systemUTC(), steps, "parallel: 16", "maxRejects: 100%")) {
            users.drop("new.csv", OutcomesTest.rows(48));

            JsonNode counts = users.receipt("done", "new.csv").at("/rows");
            assertThat(counts.at("/read").intValue()).isEqualTo(48);
            assertThat(counts.at("/done").intValue()).isEqualTo(48);
            assertThat(arrived).hasValue(48);
            assertThat(sentWhole).hasValue(0);
        }
    }
}
