package io.github.bactrian.console;

import io.github.bactrian.console.Snapshot.Route;
import io.github.bactrian.console.Snapshot.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/** What Camel itself knows of its routes. */
record Camel(CamelContext context) {

    List<Route> routes() {
        return context.getRoutes().stream()
                .map(this::route)
                .sorted(Comparator.comparing(Route::id))
                .toList();
    }

    private Route route(org.apache.camel.Route route) {
        return new Route(
                route.getId(),
                route.getDescription(),
                withoutQuery(route.getEndpoint().getEndpointUri()),
                context.getRouteController()
                        .getRouteStatus(route.getId())
                        .name()
                        .toLowerCase(Locale.ROOT),
                file(route),
                line(route));
    }

    /** What is behind the question mark may hold a password. */
    private static String withoutQuery(String uri) {
        return uri.replaceFirst("\\?.*", "");
    }

    private static @Nullable String file(org.apache.camel.Route route) {
        return route.getSourceResource() == null
                ? null
                : route.getSourceResource().getLocation().replaceFirst("^file:", "");
    }

    private static int line(org.apache.camel.Route route) {
        String location = String.valueOf(route.getSourceLocation());
        String line = location.substring(location.lastIndexOf(':') + 1);
        return line.matches("\\d{1,9}") ? Integer.parseInt(line) : 0;
    }

    /** The file that holds a route; empty if there is no such route, or it came from no file. */
    Optional<String> yaml(String routeId) throws IOException {
        org.apache.camel.Route route = context.getRoute(routeId);
        if (route == null || route.getSourceResource() == null) {
            return Optional.empty();
        }
        try (InputStream in = route.getSourceResource().getInputStream()) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    List<Timer> timers() {
        return context.getRoutes().stream()
                .flatMap(route -> route.getEndpoint() instanceof QuartzEndpoint quartz
                        ? Stream.of(timer(route.getId(), quartz))
                        : Stream.empty())
                .toList();
    }

    private static Timer timer(String route, QuartzEndpoint quartz) {
        try {
            Trigger trigger = quartz.getComponent().getScheduler().getTrigger(quartz.getTriggerKey());
            return new Timer(
                    route,
                    Objects.requireNonNullElse(quartz.getCron(), "simple"),
                    trigger == null ? null : instant(trigger.getPreviousFireTime()),
                    trigger == null ? null : instant(trigger.getNextFireTime()));
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
