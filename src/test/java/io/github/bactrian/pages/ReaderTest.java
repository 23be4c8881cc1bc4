package io.github.bactrian.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading in a process of its own: with little memory, and killed. */
class ReaderTest {

    private static final int PAGES = 4;
    private static final int ITEMS = 250_000;

    @TempDir
    private Path directory;

    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Pages of 25 MB, so that neither all pages nor one of them fits beside Camel. */
    private void aMillionItems() {
        server.createContext("/items", exchange -> {
            int page = Integer.parseInt(exchange.getRequestURI().getQuery().replaceFirst("page=", ""));
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
                body.write("{\"value\":[".getBytes(StandardCharsets.UTF_8));
                byte[] rest = (",\"mail\":\"somebody@contoso.example\",\"name\":\"" + "x".repeat(40) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < ITEMS; i++) {
                    body.write(((i == 0 ? "" : ",") + "{\"id\":" + i).getBytes(StandardCharsets.UTF_8));
                    body.write(rest);
                }
                String next = page < PAGES ? ",\"@odata.nextLink\":\"/items?page=" + (page + 1) + "\"" : "";
                body.write(("]" + next + "}").getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void aMillionItemsPassThroughASmallHeap() throws Exception {
        aMillionItems();
        Path output = directory.resolve("output.txt");

        int exit = Reader.run(output, "count", url() + "/items?page=1");

        assertThat(Files.readString(output)).contains("fields " + 3L * PAGES * ITEMS);
        assertThat(exit).isZero();
    }

    private void deltaQuery() {
        server.createContext("/users/delta", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String answer = "{\"value\":[{\"id\":%s}],\"@odata.deltaLink\":\"/users/delta?token=%s\"}"
                    .formatted(query == null ? "1" : "2", query == null ? "a" : "b");
            exchange.sendResponseHeaders(200, answer.length());
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
    }

    private List<String> read(String haltAt) throws Exception {
        Path items = directory.resolve("items.txt");
        Files.deleteIfExists(items);
        int exit = Reader.run(
                directory.resolve("output.txt"),
                "write",
                directory.resolve("ledger.db").toString(),
                items.toString(),
                haltAt,
                "delta:users " + url() + "/users/delta");
        assertThat(exit).as(Files.readString(directory.resolve("output.txt"))).isEqualTo(haltAt.isEmpty() ? 0 : 9);
        return Files.readAllLines(items);
    }

    @Test
    void aCrashBetweenTheOutputAndTheSavingOfTheDeltaLinkReplaysAndLeavesNoGap() throws Exception {
        deltaQuery();

        assertThat(read("end")).containsExactly("1");
        assertThat(read("")).containsExactly("1");
        assertThat(read("item")).containsExactly("2");
        assertThat(read("")).containsExactly("2");
    }
}
