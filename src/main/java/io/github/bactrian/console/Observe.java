package io.github.bactrian.console;

import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;

/** Whether the daemon is well, as orchestrators ask it, 200 or 503; and figures. */
final class Observe {
    private record Health(
            HealthCheck.State status, @Nullable List<Check> checks) {}

    private record Check(
            String name, HealthCheck.State status, @Nullable String message) {}

    private final State state;
    private final CamelContext context;
    private final Metrics metrics;
    private final Gauges gauges;
    private final Access access;

    Observe(State state, Metrics metrics, Access access) {
        this.state = state;
        this.context = state.camel().context();
        this.metrics = metrics;
        this.gauges = new Gauges(state, metrics.registry());
        this.access = access;
    }

    /** Everything in Prometheus' text format. */
    void metrics(RoutingContext request) {
        metrics.add(state.imports().progress());
        metrics.addGates(state.gates());
        try {
            gauges.read();
        } catch (IOException e) {
            request.response().setStatusCode(503).end(e.getMessage() + "\n");
            return;
        }
        request.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.registry().scrape());
    }

    void health(RoutingContext request) {
        answer(request, HealthCheckHelper.invoke(context, "full"));
    }

    void live(RoutingContext request) {
        answer(request, HealthCheckHelper.invokeLiveness(context, "full"));
    }

    void ready(RoutingContext request) {
        answer(request, HealthCheckHelper.invokeReadiness(context, "full"));
    }

    /** Who lacks the password learns whether all is well, and no more: an orchestrator has none. */
    private void answer(RoutingContext request, Collection<HealthCheck.Result> results) {
        boolean up = results.stream().noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
        List<Check> checks = access.knows(request.request())
                ? results.stream().map(Observe::check).toList()
                : null;
        Health health = new Health(up ? HealthCheck.State.UP : HealthCheck.State.DOWN, checks);
        request.response().setStatusCode(up ? 200 : 503).putHeader("Cache-Control", "no-store");
        Json.answer(request, health);
    }

    private static Check check(HealthCheck.Result result) {
        return new Check(
                result.getCheck().getId(),
                result.getState(),
                result.getMessage().orElse(null));
    }
}
