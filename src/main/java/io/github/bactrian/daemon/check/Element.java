package io.github.bactrian.daemon.check;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A part of a route file of which the schema says what it is.
 *
 * @param definition the schema's name for it without the package: {@code ToDefinition}
 * @param key the YAML key it is the value of
 */
record Element(String file, String definition, String key, Node node) {

    /** Whether a route begins here. */
    boolean isSource() {
        return definition.equals("FromDefinition") || definition.equals("RouteFromDefinitionDeserializer");
    }

    /** The value under {@code name}; empty if this is not a mapping or has none. */
    Optional<Node> get(String name) {
        return get(node, name);
    }

    /** The same of any node. */
    static Optional<Node> get(Node node, String name) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> name.equals(text(tuple.getKeyNode())))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    /** The text under {@code name}, or this itself if it is mere text: YAML routes allow both forms. */
    Optional<ScalarNode> textAt(String name) {
        return (node instanceof ScalarNode ? Optional.of(node) : get(name))
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast);
    }

    /** The text of a scalar; empty for anything else. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
