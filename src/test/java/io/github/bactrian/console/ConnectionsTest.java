package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.console.Connections.Patience;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with little patience, and who tries it. */
@Timeout(60)
class ConnectionsTest {
    private static final String HEAD = "GET /done HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final String BODY = "POST /done HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf";

    private final BoundedVertx vertx =
            BoundedVertx.create(new Patience(Duration.ofMillis(500), Duration.ofMillis(1000), 3));
    private final AtomicReference<RoutingContext> kept = new AtomicReference<>();
    private int port;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        router.route().order(-1).handler(vertx.connections()::requested);
        router.route("/kept").handler(kept::set);
        router.route().handler(BodyHandler.create());
        router.route().handler(request -> request.end("done"));
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String answerTo(String text) throws IOException {
        try (RawHttp connection = RawHttp.to(port)) {
            return connection.send(text).untilClosed();
        }
    }

    @Test
    void whoeverSendsNoHeadOrHalfOfOneOrHalfABodyIsCutOff() throws IOException {
        assertThat(answerTo("")).isEmpty();
        assertThat(answerTo(HEAD)).isEmpty();
        assertThat(answerTo(BODY)).isEmpty();
    }

    @Test
    void whoeverHasHadAnAnswerAndAsksNoMoreIsCutOffToo() throws IOException {
        assertThat(answerTo(HEAD + "\r\n")).endsWith("done");
        assertThat(answerTo(HEAD + "\r\n" + HEAD)).endsWith("done");
    }

    @Test
    void whoeverWaitsForALongAnswerIsNot() throws IOException {
        try (RawHttp connection = RawHttp.to(port)) {
            connection.send(HEAD.replace("/done", "/kept") + "\r\n");
            await().until(() -> kept.get() != null);
            // Meanwhile others lose their patience with theirs, one after the other.
            assertThat(answerTo(BODY)).isEmpty();
            assertThat(answerTo(BODY)).isEmpty();

            kept.get().end("at last");

            assertThat(connection.untilClosed()).endsWith("at last");
        }
    }

    @Test
    void oneMoreThanTheMostIsTurnedAway() throws IOException {
        RawHttp[] all = {RawHttp.to(port), RawHttp.to(port), RawHttp.to(port)};
        for (RawHttp one : all) {
            assertThat(one.send(HEAD + "\r\n").first()).endsWith("done");
        }

        assertThat(answerTo(HEAD + "\r\n")).isEmpty();

        for (RawHttp one : all) {
            one.close();
        }
        await().untilAsserted(() -> assertThat(answerTo(HEAD + "\r\n")).endsWith("done"));
    }
}
