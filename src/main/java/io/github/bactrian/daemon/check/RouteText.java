package io.github.bactrian.daemon.check;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A route as it is written.
 *
 * @param endpoint what it consumes from
 * @param place where that stands
 */
record RouteText(String file, Endpoint endpoint, Node place, List<Step> steps) {

    static RouteText of(Element source, Placeholders placeholders) {
        return new RouteText(
                source.file(),
                Endpoint.of(source, placeholders),
                source.textAt("uri").map(Node.class::cast).orElse(source.node()),
                Step.of(source.file(), source.get("steps")));
    }

    boolean consumes(String scheme, String name) {
        return endpoint.scheme().equals(scheme) && endpoint.path().equals(name);
    }
}
