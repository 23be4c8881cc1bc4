package io.github.bactrian.console;

import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;

/** Whether the daemon is well, as orchestrators ask it: 200 or 503. */
final class Observe {
    private record Health(
            HealthCheck.State status, @Nullable List<Check> checks) {}

    private record Check(
            String name, HealthCheck.State status, @Nullable String message) {}

    private final CamelContext context;
    private final Access access;

    Observe(CamelContext context, Access access) {
        this.context = context;
        this.access = access;
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
