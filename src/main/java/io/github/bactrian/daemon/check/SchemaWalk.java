package io.github.bactrian.daemon.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.NearestName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Goes through a route file along Camel's schema. A validator would report every alternative that does not fit; the schema's
 * alternatives differ by their keys alone, so laying them over each other leaves the one finding that matters.
 */
final class SchemaWalk {
    private final RouteSchema schema;
    private final String file;
    private final Findings findings;
    private final Consumer<Element> elements;

    SchemaWalk(RouteSchema schema, String file, Findings findings, Consumer<Element> elements) {
        this.schema = schema;
        this.file = file;
        this.findings = findings;
        this.elements = elements;
    }

    void file(Node root) {
        walk(root, root, schema.file(), "a route file");
    }

    private void walk(Node key, Node node, Shape shape, String label) {
        shape.definitions.forEach(name -> elements.accept(new Element(file, name, Element.text(key), node)));
        if (node instanceof SequenceNode list && shape.allows("array")) {
            Shape item = schema.shape(shape.items);
            list.getValue().forEach(each -> walk(each, each, item, "an item of " + label));
        } else if (node instanceof MappingNode mapping && shape.allows("object")) {
            mapping(key, mapping, shape, label);
        } else if (node instanceof ScalarNode text && shape.allowsText()) {
            text(text, shape, label);
        } else if (node.getTag().equals(Tag.NULL) && shape.allows("object")) {
            required(key, Set.of(), shape, label);
        } else {
            findings.add(file, node, label + " must be " + shape.inWords());
        }
    }

    private void mapping(Node key, MappingNode mapping, Shape shape, String label) {
        Set<String> present = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = Element.text(tuple.getKeyNode());
            List<JsonNode> allowed = shape.properties.get(name);
            if (!present.add(name)) {
                findings.add(file, tuple.getKeyNode(), "'" + name + "' appears twice");
            } else if (allowed != null) {
                walk(tuple.getKeyNode(), tuple.getValueNode(), schema.shape(allowed), "'" + name + "'");
            } else if (!shape.properties.isEmpty()) {
                findings.add(file, tuple.getKeyNode(), unknown(name, shape, label));
            }
        }
        required(key, present, shape, label);
    }

    private static String unknown(String name, Shape shape, String label) {
        String what = shape.definitions.contains("ProcessorDefinition")
                ? "unknown step '" + name + "'"
                : "unknown key '" + name + "' in " + label;
        return what + NearestName.didYouMean(name, shape.properties.keySet());
    }

    private void required(Node key, Set<String> present, Shape shape, String label) {
        shape.required.stream()
                .filter(name -> !present.contains(name))
                .forEach(name -> findings.add(file, key, label + " lacks '" + name + "'"));
    }

    private void text(ScalarNode node, Shape shape, String label) {
        String value = node.getValue();
        if (value.contains("{{") || shape.types.isEmpty()) {
            return;
        }
        if (!shape.values.isEmpty() && !shape.values.contains(value)) {
            String choice = shape.values.stream().sorted().collect(Collectors.joining(", "));
            findings.add(file, node, label + " must be one of " + choice + ", not '" + value + "'");
        } else if (!shape.types.contains("string")) {
            plain(node, shape, label);
        }
    }

    private void plain(ScalarNode node, Shape shape, String label) {
        String value = node.getValue().toLowerCase(Locale.ROOT);
        if (shape.types.contains("boolean") && !value.equals("true") && !value.equals("false")) {
            findings.add(file, node, label + " must be true or false, not '" + node.getValue() + "'");
        } else if (shape.types.contains("number") && !value.matches("-?[0-9]+([.][0-9]+)?")) {
            findings.add(file, node, label + " must be a number, not '" + node.getValue() + "'");
        }
    }
}
