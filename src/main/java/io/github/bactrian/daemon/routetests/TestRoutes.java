package io.github.bactrian.daemon.routetests;

import io.github.bactrian.NearestName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/** The routes as read, changed so that only a test starts anything. */
final class TestRoutes {
    private static final Set<String> CALLED = Set.of("direct", "seda", "disruptor", "stub", "mock", "kamelet");

    /** Those whose caller waits for an answer. */
    private static final Set<String> ANSWERING = Set.of("direct", "platform-http", "servlet", "rest");

    private final Map<String, Route> routes = new TreeMap<>();
    private final Map<String, String> imports = new TreeMap<>();

    /**
     * A route that can be triggered.
     *
     * @param entry the endpoint to send to
     * @param scheme what it consumes from outside of tests
     */
    record Route(String entry, String scheme) {
        boolean answers() {
            return ANSWERING.contains(scheme);
        }
    }

    /** Timers, directories and servers give way to endpoints that wait for a test; imports start with the test. */
    TestRoutes(ModelCamelContext context) {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            String uri = context.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
            String scheme = uri.replaceFirst(":.*", "");
            String id = route.getRouteId();
            if (scheme.equals("import")) {
                String name = uri.replaceFirst("^import:(//)?", "").replaceFirst("[?].*", "");
                if (id == null) {
                    route.setId("import-" + name);
                }
                route.setAutoStartup("false");
                imports.put(name, route.getRouteId());
            } else if (!CALLED.contains(scheme) && id != null) {
                route.getInput().setUri("direct:bactrian-test-" + id);
                routes.put(id, new Route("direct:bactrian-test-" + id, scheme));
            } else if (!CALLED.contains(scheme)) {
                route.setAutoStartup("false");
            } else if (id != null) {
                routes.put(id, new Route(uri, scheme));
            }
        }
    }

    Route route(Step.Trigger trigger) {
        Route route = routes.get(trigger.route());
        if (route == null) {
            throw trigger.at()
                    .wrong("there is no route '" + trigger.route() + "'; "
                            + NearestName.hint(trigger.route(), routes.keySet()));
        }
        return route;
    }

    String importRoute(Step.Drop drop) {
        String route = imports.get(drop.importName());
        if (route == null) {
            throw drop.at()
                    .wrong("no route consumes from import:" + drop.importName() + "; "
                            + NearestName.hint(drop.importName(), imports.keySet()));
        }
        return route;
    }
}
