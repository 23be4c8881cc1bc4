package io.github.bactrian.console;

import io.github.bactrian.imports.ImportComponent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /} of Camel's HTTP server, with what it asks for below {@code /console/}, and {@code /observe/} for
 * machines.
 */
public final class Console implements AutoCloseable {
    private static final int FIRST = -1;

    private final VertxPlatformHttpRouter router;
    private final Secret secret;
    private final ScheduledExecutorService timer;

    private Console(VertxPlatformHttpRouter router, Secret secret, ScheduledExecutorService timer) {
        this.router = router;
        this.secret = secret;
        this.timer = timer;
    }

    /**
     * Opens the page on the HTTP server of a context that has been started with {@code camel.server.enabled=true}.
     *
     * @throws IOException if the server does not listen, listens for strangers without a password, or the files of the
     *     settings cannot be used; the message says what to do
     */
    public static Console open(CamelContext context, ImportComponent imports, ConsoleSettings settings, Clock clock)
            throws IOException {
        VertxPlatformHttpRouter router = listening(context);
        Secret password = settings.password().isPresent()
                ? Secret.read(settings.password().get())
                : null;
        requireProtection(router, password);
        Secret secret = Secret.create(settings.secret());
        State state = State.of(context, imports, clock);
        Metrics metrics = new Metrics();
        state.oauth().addListener(metrics::tokenAsked);
        state.http().addListener(metrics::callEnded);
        Checks.register(state, settings);
        Access access = new Access(password, secret, new Guesses(clock));
        if (router.vertx() instanceof BoundedVertx vertx) {
            router.route().order(FIRST).handler(vertx.connections()::requested);
        }
        mount(router, access, state);
        mount(router, access, new Observe(state, metrics, access));
        return new Console(router, secret, watch(state, metrics));
    }

    private static ScheduledExecutorService watch(State state, Metrics metrics) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "bactrian-console");
            thread.setDaemon(true);
            return thread;
        });
        Runnable look = () -> {
            state.look();
            metrics.add(state.imports().progress());
        };
        Future<?> unused = timer.scheduleWithFixedDelay(look, 0, History.STEP.toMillis(), TimeUnit.MILLISECONDS);
        return timer;
    }

    private static void mount(VertxPlatformHttpRouter router, Access access, Observe observe) {
        Work live = Work.named("bactrian-live", router);
        Work work = Work.named("bactrian-observe", router);
        router.get("/observe/health").handler(work.of(observe::health));
        router.get("/observe/health/live").handler(live.of(observe::live));
        router.get("/observe/health/ready").handler(work.of(observe::ready));
        router.get("/observe/metrics").handler(access).handler(work.of(observe::metrics));
    }

    private static void mount(VertxPlatformHttpRouter router, Access access, State state) {
        Assets assets = new Assets();
        assets.paths().forEach(path -> router.get(path).handler(access).handler(assets));
        Requests requests = new Requests(state);
        Work work = Work.named("bactrian-page", router);
        router.route("/console/*").handler(access);
        router.get("/console/state").handler(work.of(requests::state));
        router.get("/console/routes/:id").handler(work.of(requests::yaml));
        router.get("/console/jobs/:id").handler(work.of(requests::job));
        router.post("/console/jobs/:id/pause").handler(work.of(requests::pause));
        router.post("/console/jobs/:id/resume").handler(work.of(requests::resume));
        router.post("/console/jobs/:id/stop").handler(work.of(requests::stop));
        router.post("/console/jobs/:id/settle").handler(work.of(requests::settle));
    }

    private static VertxPlatformHttpRouter listening(CamelContext context) throws IOException {
        MainHttpServer server = context.hasService(MainHttpServer.class);
        VertxPlatformHttpRouter router = server == null ? null : server.getRouter();
        if (router == null || router.getServer().getPort() <= 0) {
            throw new IOException("Camel's HTTP server does not listen: set camel.server.port to a free port, or"
                    + " camel.server.enabled=false to do without the page");
        }
        return router;
    }

    private static void requireProtection(VertxPlatformHttpRouter router, @Nullable Secret password)
            throws IOException {
        String host = router.getServer().getHost();
        if (password == null && !InetAddress.getByName(host).isLoopbackAddress()) {
            throw new IOException(
                    "camel.server.host=" + host + " lets strangers see the page: set it to 127.0.0.1, or put"
                            + " a password into a file of mode 0600 and name it in bactrian.console.password-file");
        }
    }

    /** Where the page is. */
    public URI uri() {
        String host = router.getServer().getHost();
        return URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":"
                + router.getServer().getPort() + "/");
    }

    /** The same with the secret that changes need; for the eyes of whoever started the daemon. */
    public URI uriWithSecret() {
        return uri().resolve("/#" + secret.text());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
