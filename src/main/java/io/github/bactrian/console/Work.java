package io.github.bactrian.console;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Threads of their own for what is asked of the page: those of the server may all wait for routes that hang. */
record Work(WorkerExecutor threads) {
    private static final int THREADS = 4;

    /** Made once a name; the server's end is theirs. */
    static Work named(String name, VertxPlatformHttpRouter router) {
        return new Work(router.vertx().createSharedWorkerExecutor(name, THREADS));
    }

    Handler<RoutingContext> of(Handler<RoutingContext> slow) {
        return request -> threads.executeBlocking(
                        () -> {
                            slow.handle(request);
                            return request;
                        },
                        false)
                .onFailure(request::fail);
    }
}
