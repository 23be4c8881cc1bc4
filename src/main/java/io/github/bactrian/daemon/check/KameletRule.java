package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** A Kamelet must exist, and be given the parameters it has and needs. */
final class KameletRule implements Rule {
    private static final Set<String> STEPS = Set.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition");

    /** Places within a Kamelet, not Kamelets. */
    private static final Set<String> ENDS = Set.of("source", "sink");

    private final Kamelets kamelets;
    private final Placeholders placeholders;
    private final Findings findings;

    KameletRule(Kamelets kamelets, Placeholders placeholders, Findings findings) {
        this.kamelets = kamelets;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (element.isSource() || STEPS.contains(element.definition())) {
            Endpoint endpoint = Endpoint.of(element, placeholders);
            if (endpoint.scheme().equals("kamelet")) {
                element.textAt("uri").ifPresent(node -> check(element, node, endpoint.path(), endpoint.parameters()));
            }
        } else if (element.definition().equals("KameletDefinition")) {
            element.textAt("name").ifPresent(node -> {
                Element named = new Element(element.file(), "", "", element.node());
                check(
                        element,
                        node,
                        node.getValue(),
                        Endpoint.of(named, placeholders).parameters());
            });
        }
    }

    private void check(Element element, Node place, String path, Map<String, String> given) {
        String name = path.replaceFirst("[/?].*", "");
        if (ENDS.contains(name) || name.contains("{") || name.contains("$")) {
            return;
        }
        if (!kamelets.has(name) && kamelets.isComplete()) {
            findings.add(
                    element.file(),
                    place,
                    "there is no Kamelet '" + name + "'" + NearestName.didYouMean(name, kamelets.names()));
        }
        kamelets.find(name).ifPresent(kamelet -> parameters(element, place, kamelet, given));
    }

    private void parameters(Element element, Node place, Kamelet kamelet, Map<String, String> given) {
        given.forEach((key, value) -> {
            Kamelet.Parameter parameter = kamelet.parameters().get(key);
            Node where = key(element, key).orElse(place);
            if (parameter == null) {
                findings.add(
                        element.file(),
                        where,
                        "Kamelet " + kamelet.name() + " has no parameter '" + key + "'"
                                + NearestName.didYouMean(
                                        key, kamelet.parameters().keySet()));
            } else {
                complaint(parameter, Kamelet.plain(value))
                        .or(() -> cut(value))
                        .ifPresent(what -> findings.add(element.file(), where, "'" + key + "' " + what));
            }
        });
        kamelet.parameters().forEach((key, parameter) -> {
            if (parameter.required() && !given.containsKey(key)) {
                findings.add(element.file(), place, "Kamelet " + kamelet.name() + " needs the parameter '" + key + "'");
            }
        });
    }

    private static Optional<String> cut(String value) {
        return value.contains("&") && !value.startsWith("RAW(")
                ? Optional.of("would lose all from its '&' on; write RAW(...) around it")
                : Optional.empty();
    }

    private static Optional<Node> key(Element element, String name) {
        return element.get("parameters").filter(MappingNode.class::isInstance).flatMap(node -> ((MappingNode) node)
                .getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(key -> Element.text(key).equals(name))
                        .findFirst());
    }

    private static Optional<String> complaint(Kamelet.Parameter parameter, String value) {
        if (value.contains("{{") || value.contains("${")) {
            return Optional.empty();
        }
        if (!parameter.values().isEmpty() && !parameter.values().contains(value)) {
            return Optional.of("must be one of " + String.join(", ", parameter.values()) + ", not '" + value + "'");
        }
        return switch (parameter.type()) {
            case "boolean" ->
                value.matches("true|false")
                        ? Optional.empty()
                        : Optional.of("must be true or false, not '" + value + "'");
            case "integer" ->
                value.matches("-?[0-9]+")
                        ? Optional.empty()
                        : Optional.of("must be a whole number, not '" + value + "'");
            case "number" ->
                value.matches("-?[0-9]+([.][0-9]+)?")
                        ? Optional.empty()
                        : Optional.of("must be a number, not '" + value + "'");
            default -> Optional.empty();
        };
    }
}
