package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** An HTTP server that only this machine reaches. */
final class LoopbackServer {

    private static final String LOOPBACK = "127.0.0.1";

    private final HttpServer http;
    private volatile @Nullable Handler handler;

    /** Takes a request and, now or later, gives the outlet its answer. */
    interface Handler {
        void handle(Request request, Outlet outlet);
    }

    /** Where the answer to one request goes. */
    interface Outlet {
        void send(Reply reply);

        void drop();
    }

    private LoopbackServer(Vertx vertx, HttpServerOptions options) {
        this.http =
                vertx.createHttpServer(options.setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true));
        http.requestHandler(this::received);
    }

    /**
     * @param setting what the port is called where it is set
     * @throws IllegalStateException if the port is taken
     */
    static LoopbackServer listen(Vertx vertx, HttpServerOptions options, int port, String setting) {
        LoopbackServer server = new LoopbackServer(vertx, options);
        try {
            server.http
                    .listen(port, LOOPBACK)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return server;
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "The sandbox cannot listen on port " + port + " of " + LOOPBACK + " (" + setting + "): " + reason(e)
                            + ". Choose another port, or 0 for a free one.",
                    e.getCause());
        }
    }

    private static String reason(CompletionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    int port() {
        return http.actualPort();
    }

    /** Until this is called, requests are answered with 503: a base address is known only once the port is. */
    void serve(Handler newHandler) {
        this.handler = newHandler;
    }

    private void received(HttpServerRequest request) {
        request.body().onSuccess(body -> handle(request, body));
    }

    private void handle(HttpServerRequest http, Buffer body) {
        Handler ready = handler;
        if (ready == null) {
            http.response().setStatusCode(503).end();
            return;
        }
        Request request;
        try {
            request = Request.of(http, body);
        } catch (IllegalArgumentException strayPercentInTheQuery) {
            http.response().setStatusCode(400).end();
            return;
        }
        ready.handle(request, outlet(http));
    }

    private static Outlet outlet(HttpServerRequest http) {
        return new Outlet() {
            @Override
            public void send(Reply reply) {
                write(reply, http.response());
            }

            @Override
            public void drop() {
                http.connection().close();
            }
        };
    }

    private static void write(Reply reply, HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        JsonNode body = reply.body();
        if (body != null) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
        }
        reply.headers().forEach(response::putHeader);
        response.end(body == null ? "" : text(body));
    }

    private static String text(JsonNode body) {
        return body.isTextual() ? body.textValue() : body.toString();
    }
}
