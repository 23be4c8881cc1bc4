package io.github.bactrian.daemon.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * An endpoint that a step or a route names, placeholders resolved.
 *
 * @param uri as written, without {@code parameters}
 * @param parameters those of the query and those beside it
 */
record Endpoint(String uri, String scheme, String path, Map<String, String> parameters) {

    /** The endpoint under {@code uri}, or of the short form; its scheme is empty if there is none. */
    static Endpoint of(Element element, Placeholders placeholders) {
        String text =
                placeholders.resolve(element.textAt("uri").map(Element::text).orElse(""));
        EndpointUri uri = EndpointUri.parse(text);
        return new Endpoint(text, uri.scheme(), uri.path(), parameters(uri, element, placeholders));
    }

    private static Map<String, String> parameters(EndpointUri uri, Element element, Placeholders placeholders) {
        Map<String, String> parameters = new LinkedHashMap<>(uri.query());
        if (element.get("parameters").orElse(null) instanceof MappingNode mapping) {
            mapping.getValue()
                    .forEach(tuple -> parameters.put(
                            Element.text(tuple.getKeyNode()),
                            placeholders.resolve(Element.text(tuple.getValueNode()))));
        }
        return parameters;
    }

    boolean isHttp() {
        return scheme.equals("http") || scheme.equals("https");
    }
}
