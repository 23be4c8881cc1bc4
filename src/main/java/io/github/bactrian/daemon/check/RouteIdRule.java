package io.github.bactrian.daemon.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** An id names one route, and one route consumes from an import. */
final class RouteIdRule implements Rule {
    private static final Set<String> ROUTES = Set.of(
            "RouteDefinition",
            "RouteFromDefinitionDeserializer",
            "RouteTemplateDefinition",
            "TemplatedRouteDefinition");
    private final Map<String, String> places = new HashMap<>();
    private final Placeholders placeholders;
    private final Findings findings;

    RouteIdRule(Placeholders placeholders, Findings findings) {
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (ROUTES.contains(element.definition())) {
            element.get(element.definition().startsWith("Templated") ? "routeId" : "id")
                    .ifPresent(id -> once(element.file(), id, "has the id '" + Element.text(id) + "'"));
        } else if (element.isSource()) {
            Endpoint source = Endpoint.of(element, placeholders);
            if (source.scheme().equals("import")) {
                element.textAt("uri")
                        .ifPresent(uri -> once(element.file(), uri, "consumes from import:" + source.path()));
            }
        }
    }

    private void once(String file, Node place, String does) {
        int line = place.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        String first = places.putIfAbsent(does, file + ":" + line);
        if (first != null) {
            findings.add(file, place, "a second route " + does + "; the first is at " + first);
        }
    }
}
