package io.github.bactrian.daemon.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One step of a route as it is written.
 *
 * @param name the YAML key: {@code to}, {@code split}, …
 * @param place where it stands
 */
record Step(String file, String name, Node place, Node value) {

    /** The steps in a list; none if it is not a list of steps, which others complain about. */
    static List<Step> of(String file, Optional<Node> list) {
        List<Step> steps = new ArrayList<>();
        if (list.orElse(null) instanceof SequenceNode items) {
            for (Node item : items.getValue()) {
                if (item instanceof MappingNode mapping) {
                    mapping.getValue().forEach(tuple -> steps.add(of(file, tuple)));
                }
            }
        }
        return steps;
    }

    private static Step of(String file, NodeTuple tuple) {
        return new Step(file, Element.text(tuple.getKeyNode()), tuple.getKeyNode(), tuple.getValueNode());
    }

    /** What stands under a key of this step; empty for a step in its short form. */
    Optional<Node> get(String key) {
        return element().get(key);
    }

    /** The text under a key; empty if there is none. */
    String text(String key) {
        return get(key).map(Element::text).orElse("");
    }

    /** The steps within this one. */
    List<Step> steps() {
        return of(file, get("steps"));
    }

    /** This step read as a part of the schema. */
    Element element() {
        return new Element(file, "", name, value);
    }
}
