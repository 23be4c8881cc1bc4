package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * An API in a process of its own, with a quota that its clients are not told. Takes one row a call, its number first in the
 * body; prints its port, and ends when its standard input does.
 */
public final class ApiServer {
    /**
     * What has happened since the last {@code POST /reset}.
     *
     * @param accepted distinct rows
     * @param acceptedTwice calls for a row that was accepted before
     * @param nanos from the arrival of the first call to the answer of the last one
     * @param withToken calls with a bearer token that looks like a JWT
     * @param checksum of all bodies, in whatever order they came: the sum of their CRC-32
     */
    public record Stats(
            long calls,
            long accepted,
            long acceptedTwice,
            long refused,
            long rejected,
            long nanos,
            long largestGap,
            long withToken,
            long checksum) {}

    private final Vertx vertx = Vertx.vertx();
    private final BitSet rows = new BitSet();
    private Quota quota = now -> 0;
    private long latencyMs;
    private boolean rejecting;
    private long calls;
    private long accepted;
    private long acceptedTwice;
    private long refused;
    private long rejected;
    private long first;
    private long last;
    private long largestGap;
    private long withToken;
    private long checksum;

    private ApiServer() {}

    public static void main(String... args) throws Exception {
        ApiServer api = new ApiServer();
        int port = api.vertx
                .createHttpServer()
                .requestHandler(api::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        System.out.println(port);
        while (System.in.read() >= 0) {
            // the parent lives
        }
        System.exit(0);
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/rows" -> request.body().onSuccess(body -> row(request, body));
            case "/token" ->
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("{\"access_token\":\"bench\",\"token_type\":\"Bearer\",\"expires_in\":86400}");
            case "/reset" -> reset(request);
            case "/stats" -> stats(request);
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void row(HttpServerRequest request, Buffer body) {
        long now = System.nanoTime();
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        withToken += authorization != null && authorization.startsWith("Bearer ey") ? 1 : 0;
        largestGap = calls == 0 ? 0 : Math.max(largestGap, now - last);
        first = calls++ == 0 ? now : first;
        last = now;
        long wait = quota.admit(now);
        if (wait > 0) {
            refused++;
            long seconds = Duration.ofNanos(wait).plusNanos(999_999_999).toSeconds();
            request.response()
                    .setStatusCode(429)
                    .putHeader("Retry-After", Long.toString(seconds))
                    .end();
        } else if (latencyMs == 0) {
            answer(request, body);
        } else {
            vertx.setTimer(latencyMs, timer -> answer(request, body));
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        byte[] bytes = body.getBytes();
        checksum += crc(bytes);
        int row = number(bytes);
        if (rejecting) {
            rejected++;
        } else if (rows.get(row)) {
            acceptedTwice++;
        } else {
            rows.set(row);
            accepted++;
        }
        last = System.nanoTime();
        request.response()
                .setStatusCode(rejecting ? 400 : 201)
                .end(rejecting ? "the department is not one of ours" : "");
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /** The first one of a body. */
    private static int number(byte[] body) {
        int at = 0;
        while (body[at] < '0' || body[at] > '9') {
            at++;
        }
        int number = 0;
        for (; at < body.length && body[at] >= '0' && body[at] <= '9'; at++) {
            number = number * 10 + body[at] - '0';
        }
        return number;
    }

    private void reset(HttpServerRequest request) {
        if (request.method() != HttpMethod.POST) {
            request.response().setStatusCode(405).end();
            return;
        }
        quota = Quota.of(
                Quota.Kind.valueOf(request.getParam("quota").toUpperCase(Locale.ROOT)),
                Integer.parseInt(request.getParam("limit")),
                Duration.ofMillis(Long.parseLong(request.getParam("window"))));
        latencyMs = Long.parseLong(request.getParam("latency"));
        rejecting = Boolean.parseBoolean(request.getParam("reject"));
        rows.clear();
        calls = accepted = acceptedTwice = refused = rejected = withToken = checksum = 0;
        request.response().end();
    }

    private void stats(HttpServerRequest request) {
        try {
            Stats stats = new Stats(
                    calls, accepted, acceptedTwice, refused, rejected, last - first, largestGap, withToken, checksum);
            request.response().end(new ObjectMapper().writeValueAsString(stats));
        } catch (IOException e) {
            request.response().setStatusCode(500).end(e.toString());
        }
    }
}
