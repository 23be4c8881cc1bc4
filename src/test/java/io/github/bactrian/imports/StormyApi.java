package io.github.bactrian.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An API in bad weather that remembers each call for each row, and what it did. */
final class StormyApi implements AutoCloseable {
    /** What is answered to rows whose number is a multiple of it. */
    static final int REFUSED_EVERY = 25;

    /** What becomes of calls. */
    enum Weather {
        CALM,
        SHOWERS,
        GATEWAY,
        DROPPING,
        THROTTLING,
        SLOW
    }

    private enum Fate {
        TAKEN,
        THROTTLED,
        UNAVAILABLE,
        DROPPED,
        DROPPED_AFTER,
        GATEWAY,
        GATEWAY_AFTER,
        FAILED_AFTER;

        boolean acts() {
            return this == TAKEN || name().endsWith("_AFTER");
        }

        /** Whether nobody but the API knows if it acted. */
        boolean isUnclear() {
            return this != TAKEN && this != THROTTLED && this != UNAVAILABLE;
        }
    }

    private static final Fate[] SHOWER = Fate.values();

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(48);
    private final Random random;
    private final Map<String, Queue<String>> history = new ConcurrentHashMap<>();
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final AtomicLong unclear = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final long begin = System.nanoTime();
    private volatile Weather weather = Weather.CALM;

    StormyApi(Random random) throws IOException {
        this.random = random;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void weather(Weather now) {
        weather = now;
    }

    /** How often a call took effect for a row. */
    int effects(String path, String row) {
        return effects.getOrDefault(path + " " + row, 0);
    }

    /** How many rows were in calls of which a client cannot know whether they took effect. */
    long unclear() {
        return unclear.get();
    }

    long calls() {
        return calls.get();
    }

    /** All that came for a row, oldest first. */
    List<String> history(String row) {
        return new ArrayList<>(history.getOrDefault(row, new ConcurrentLinkedQueue<>()));
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                String row = path.substring(path.lastIndexOf('/') + 1);
                int found = effects("/probed", row);
                note(row, "asked about, " + found + " effects");
                answer(exchange, found > 0 ? 200 : 404);
                return;
            }
            List<String> rows = rows(json.readTree(exchange.getRequestBody().readAllBytes()));
            calls.incrementAndGet();
            Fate fate = fate();
            boolean refused = !fate.isUnclear() && fate.acts() && rows.stream().anyMatch(StormyApi::isRefused);
            act(path, rows, fate, refused);
            answer(exchange, fate, refused);
        } catch (IOException | InterruptedException e) {
            // the client is gone
        }
    }

    private static List<String> rows(JsonNode body) {
        return body.isArray()
                ? body.findValuesAsText("id")
                : List.of(body.path("id").asText());
    }

    static boolean isRefused(String row) {
        return Integer.parseInt(row.substring(row.lastIndexOf('-') + 1)) % REFUSED_EVERY == 0;
    }

    private synchronized Fate fate() {
        int chance = random.nextInt(100);
        return switch (weather) {
            case CALM, SLOW -> Fate.TAKEN;
            case SHOWERS -> chance < 40 ? SHOWER[random.nextInt(SHOWER.length)] : Fate.TAKEN;
            case GATEWAY -> chance < 80 ? Fate.GATEWAY : Fate.GATEWAY_AFTER;
            case DROPPING -> chance < 80 ? Fate.DROPPED : Fate.DROPPED_AFTER;
            case THROTTLING -> chance < 80 ? Fate.THROTTLED : Fate.UNAVAILABLE;
        };
    }

    private void act(String path, List<String> rows, Fate fate, boolean refused) throws InterruptedException {
        for (String row : rows) {
            boolean acts = fate.acts() && !refused && !isRefused(row);
            if (acts) {
                effects.merge(path + " " + row, 1, Integer::sum);
            }
            note(row, path + " " + (refused ? "REFUSED" : fate) + (acts ? ", took effect" : ""));
        }
        unclear.addAndGet(fate.isUnclear() ? rows.size() : 0);
        // a latency that ends when the server is closed
        boolean unused = closing.await(weather == Weather.SLOW ? 300 : pause(), TimeUnit.MILLISECONDS);
    }

    private synchronized int pause() {
        return 2 + random.nextInt(15);
    }

    private void note(String row, String what) {
        history.computeIfAbsent(row, key -> new ConcurrentLinkedQueue<>())
                .add("%.3f s: %s".formatted(age().toNanos() / 1e9, what));
    }

    private static void answer(HttpExchange exchange, Fate fate, boolean refused) throws IOException {
        switch (fate) {
            case TAKEN -> answer(exchange, refused ? 400 : 201);
            case THROTTLED, UNAVAILABLE -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                answer(exchange, fate == Fate.THROTTLED ? 429 : 503);
            }
            case GATEWAY, GATEWAY_AFTER -> answer(exchange, 502);
            case FAILED_AFTER -> answer(exchange, 500);
            default -> {
                // closing an exchange without an answer closes its connection
            }
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
