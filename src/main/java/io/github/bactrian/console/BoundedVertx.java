package io.github.bactrian.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;

/**
 * What Camel makes its HTTP servers of. Camel has no settings for what a stranger's connection may cost, and takes the Vert.x that
 * it finds in the registry.
 */
public final class BoundedVertx extends VertxWrapper {
    private final Connections connections;

    private BoundedVertx(VertxInternal plain, Connections connections) {
        super(plain);
        this.connections = connections;
    }

    /** Returns a new one, with threads of its own once a server is created; whoever makes it closes it. */
    public static BoundedVertx create() {
        return create(Connections.Patience.USUAL);
    }

    static BoundedVertx create(Connections.Patience patience) {
        Vertx plain = Vertx.vertx();
        return new BoundedVertx((VertxInternal) plain, new Connections(plain, patience));
    }

    /** Speaks HTTP/1.1 only: HTTP/2 in clear text lets anybody send frames without end before a request is looked at. */
    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        return super.createHttpServer(new HttpServerOptions(options).setHttp2ClearTextEnabled(false))
                .connectionHandler(connections::opened);
    }

    @Override
    public HttpServer createHttpServer() {
        return createHttpServer(new HttpServerOptions());
    }

    Connections connections() {
        return connections;
    }
}
