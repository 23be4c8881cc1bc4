package io.github.bactrian.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which nothing comes: a head that is not sent to its end, a body that is not, no next request. While an
 * answer is being made nobody is hurried, however long its route takes.
 */
final class Connections {

    /**
     * How long is waited.
     *
     * @param head from the opening, or the last answer, until the head of a request is there
     * @param body from there until the request has been sent
     * @param most connections at a time; each takes a file handle, which imports need as well
     */
    record Patience(Duration head, Duration body, int most) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofMinutes(5), 500);
    }

    private static final long UNHURRIED = -1;

    private final Vertx vertx;
    private final Patience patience;

    /** The timers by which they are closed; none is {@link #UNHURRIED}. */
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    Connections(Vertx vertx, Patience patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    void opened(HttpConnection connection) {
        if (timers.size() >= patience.most) {
            connection.close();
            return;
        }
        timers.put(connection, UNHURRIED);
        hurry(connection, patience.head);
        connection.closeHandler(closed -> stop(timers.remove(connection)));
    }

    /** To be asked of each request before anything else is. */
    void requested(RoutingContext request) {
        HttpConnection connection = request.request().connection();
        hurry(connection, patience.body);
        request.request().end().onSuccess(sent -> {
            if (!request.response().ended()) {
                stop(timers.replace(connection, UNHURRIED));
            }
        });
        request.addEndHandler(answered -> hurry(connection, patience.head));
        request.next();
    }

    private void hurry(HttpConnection connection, Duration most) {
        long timer = vertx.setTimer(most.toMillis(), late -> connection.close());
        Long last = timers.replace(connection, timer);
        // one that is closed needs no timer
        stop(last == null ? Long.valueOf(timer) : last);
    }

    private void stop(@Nullable Long timer) {
        if (timer != null && timer != UNHURRIED) {
            vertx.cancelTimer(timer);
        }
    }
}
