package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API that closes connections which clients mean to use again, without a word. */
class ClosingServerTest {
    private static final String POST = """
            - setBody: { simple: "${body[mail]}" }
            - to: { uri: "http://localhost:%d/users", parameters: { httpMethod: POST } }
            """;

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;
    /** How long a connection may be idle; 0: it is closed after each answer. */
    private volatile int idleMillis;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            do {
                socket.setSoTimeout(idleMillis);
                answer(socket, in);
            } while (idleMillis > 0);
        } catch (IOException e) {
            // idle for too long, or the client has gone
        }
    }

    private void answer(Socket socket, BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); line == null || !line.isEmpty(); line = in.readLine()) {
            if (line == null) {
                throw new IOException("closed");
            }
            length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
        }
        if (in.read(new char[length]) == length) {
            arrived.incrementAndGet();
        }
        socket.getOutputStream()
                .write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
    }

    private int unknown(int rows, String before, String... parameters) throws Exception {
        String file = IntStream.range(0, rows)
                .mapToObj(number -> row("user" + number + "@x.example", "User"))
                .collect(Collectors.joining("", HEADER, ""));
        try (RunningImport users = RunningImport.withoutIdentity(
                home, Clock.systemUTC(), before + POST.formatted(server.getLocalPort()), parameters)) {
            users.drop("new.csv", file);
            JsonNode counts = users.receipt("done", "new.csv").at("/rows");
            int unknown = counts.at("/unknown").intValue();
            assertThat(counts.at("/done").intValue()).isEqualTo(rows - unknown);
            assertThat(arrived.get()).isGreaterThanOrEqualTo(rows - unknown);
            return unknown;
        }
    }

    @Test
    void hardlyARowIsUnknownThoughEachConnectionIsClosedAfterItsAnswer() throws Exception {
        assertThat(unknown(200, "", "parallel: 8")).isLessThanOrEqualTo(4);
        assertThat(connections.get()).isGreaterThan(190);
    }

    /** Each connection is used again just when the server is about to close it. */
    @Test
    void hardlyARowIsUnknownThoughIdleConnectionsAreClosed() throws Exception {
        idleMillis = 300;
        assertThat(unknown(64, "- delay: { constant: 300 }\n", "parallel: 16")).isLessThanOrEqualTo(2);
    }
}
