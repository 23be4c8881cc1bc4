package io.github.bactrian.daemon.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A Kamelet, or a route template, which {@code kamelet:} uses as well: its parameters and its steps. */
record Kamelet(String name, Map<String, Parameter> parameters, List<Step> steps) {

    /**
     * One parameter.
     *
     * @param type JSON's name of it; empty: any text
     * @param values those it may have; empty: any
     * @param otherwise its default; empty if it has none
     */
    record Parameter(String type, List<String> values, Optional<String> otherwise, boolean required) {}

    /** @param root of a file {@code <name>.kamelet.yaml} */
    static Kamelet of(String name, Node root) {
        Element spec = at(at(new Element(name, "", "", root), "spec"), "definition");
        Set<String> required = new TreeSet<>(texts(spec.get("required")));
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (spec.get("properties").orElse(null) instanceof MappingNode properties) {
            properties.getValue().forEach(tuple -> {
                String key = Element.text(tuple.getKeyNode());
                Element value = new Element(name, "", key, tuple.getValueNode());
                parameters.put(
                        key,
                        new Parameter(
                                value.get("type").map(Element::text).orElse(""),
                                texts(value.get("enum")),
                                value.get("default").map(Element::text),
                                required.contains(key)));
            });
        }
        Element from = at(at(at(new Element(name, "", "", root), "spec"), "template"), "from");
        return new Kamelet(name, parameters, Step.of(name, from.get("steps")));
    }

    /** @param template a {@code routeTemplate} of a route file */
    static Kamelet ofTemplate(Element template) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (template.get("parameters").orElse(null) instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                Element parameter = new Element(template.file(), "", "", item);
                Optional<String> otherwise = parameter.get("defaultValue").map(Element::text);
                boolean optional = parameter
                        .get("required")
                        .map(Element::text)
                        .orElse("true")
                        .equals("false");
                parameters.put(
                        parameter.get("name").map(Element::text).orElse(""),
                        new Parameter("", List.of(), otherwise, otherwise.isEmpty() && !optional));
            }
        }
        String id = template.get("id").map(Element::text).orElse("");
        return new Kamelet(
                id, parameters, Step.of(template.file(), at(template, "from").get("steps")));
    }

    /** What {@code {{…}}} in the steps means when it is used with these parameters. */
    Placeholders placeholders(Placeholders outer, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        parameters.forEach((key, parameter) -> parameter.otherwise().ifPresent(value -> values.put(key, value)));
        given.forEach((key, value) -> values.put(key, plain(value)));
        return outer.with(values);
    }

    /** The value that Camel takes out of {@code RAW(…)}. */
    static String plain(String value) {
        return value.startsWith("RAW(") && value.endsWith(")") ? value.substring(4, value.length() - 1) : value;
    }

    private static Element at(Element element, String key) {
        return element.get(key)
                .map(node -> new Element(element.file(), "", key, node))
                .orElse(new Element(element.file(), "", key, element.node()));
    }

    private static List<String> texts(Optional<Node> list) {
        return list.orElse(null) instanceof SequenceNode items
                ? items.getValue().stream().map(Element::text).toList()
                : List.of();
    }
}
