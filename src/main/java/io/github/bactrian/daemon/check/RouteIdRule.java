package io.github.bactrian.daemon.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** An id names one route. */
final class RouteIdRule implements Rule {
    private static final Set<String> ROUTES = Set.of(
            "RouteDefinition",
            "RouteFromDefinitionDeserializer",
            "RouteTemplateDefinition",
            "TemplatedRouteDefinition");
    private final Map<String, String> places = new HashMap<>();
    private final Findings findings;

    RouteIdRule(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (ROUTES.contains(element.definition())) {
            element.get(element.definition().startsWith("Templated") ? "routeId" : "id")
                    .ifPresent(id -> once(element.file(), id));
        }
    }

    private void once(String file, Node id) {
        int line = id.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        String first = places.putIfAbsent(Element.text(id), file + ":" + line);
        if (first != null) {
            findings.add(file, id, "a second route has the id '" + Element.text(id) + "'; the first is at " + first);
        }
    }
}
