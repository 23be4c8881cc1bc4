package io.github.bactrian.console;

import io.github.bactrian.console.Snapshot.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What Camel itself knows of its routes. */
record Camel(CamelContext context) {

    List<Route> routes() {
        return context.getRoutes().stream()
                // what a Kamelet is made of is not the reader's
                .filter(route -> !route.isCreatedByKamelet())
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

    /** The file that holds a route, its secrets masked; empty if there is no such route, or it came from no file. */
    Optional<String> yaml(String routeId) throws IOException {
        org.apache.camel.Route route = context.getRoute(routeId);
        if (route == null || route.getSourceResource() == null) {
            return Optional.empty();
        }
        try (InputStream in = route.getSourceResource().getInputStream()) {
            return Optional.of(MaskedYaml.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (YamlEngineException e) {
            throw new IOException(
                    route.getSourceResource().getLocation() + " has been changed since, and is no YAML", e);
        }
    }
}
