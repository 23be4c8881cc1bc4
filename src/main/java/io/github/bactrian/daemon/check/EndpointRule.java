package io.github.bactrian.daemon.check;

import io.github.bactrian.imports.ImportComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Components must be installed, and their endpoint options spelt right. */
final class EndpointRule implements Rule {
    private static final Set<String> STEPS =
            Set.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition", "PollDefinition");
    private final Parts components = Parts.of("component");
    private final Placeholders placeholders;
    private final BeanRule beans;
    private final Findings findings;

    EndpointRule(Placeholders placeholders, BeanRule beans, Findings findings) {
        this.placeholders = placeholders;
        this.beans = beans;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (element.isSource() || STEPS.contains(element.definition())) {
            element.textAt("uri").ifPresent(uri -> {
                requireOneQuery(element, uri);
                check(element, uri);
            });
        }
    }

    /** Camel looks at the text as it is written. */
    private void requireOneQuery(Element element, ScalarNode uri) {
        boolean parameters = element.get("parameters").orElse(null) instanceof MappingNode mapping
                && !mapping.getValue().isEmpty();
        int query = uri.getValue().indexOf('?');
        if (parameters && query >= 0) {
            findings.add(
                    element.file(),
                    uri,
                    "Camel takes no '?' in a URI that has parameters: write what follows it there, "
                            + uri.getValue().substring(query + 1).replaceFirst("=.*", "") + " for instance");
        }
    }

    private void check(Element element, ScalarNode node) {
        EndpointUri uri = EndpointUri.parse(placeholders.resolve(node.getValue()));
        if (uri.scheme().contains("{")) {
            return;
        }
        Optional<String> missing = components.missing(uri.scheme());
        if (missing.isPresent() && !uri.scheme().equals("import")) {
            findings.add(element.file(), node, missing.get());
            return;
        }
        if (uri.scheme().equals("bean")) {
            beans.check(element.file(), node, uri.path());
        }
        List<Option> options = options(element, node, uri);
        if (uri.scheme().equals("import")) {
            importParameters(element.file(), node, uri.path(), options);
        }
        Optional<EndpointOptions> known = EndpointOptions.of(uri.scheme());
        for (Option option : options) {
            known.flatMap(them -> them.complaint(option.name, option.value))
                    .ifPresent(what -> findings.add(element.file(), option.place, what));
            if (option.value.startsWith("#")) {
                beans.check(element.file(), option.place, option.value);
            }
        }
    }

    private void importParameters(String file, ScalarNode node, String name, List<Option> options) {
        Map<String, String> parameters = new LinkedHashMap<>();
        options.forEach(option -> parameters.put(option.name, option.value));
        boolean open = parameters.values().stream().anyMatch(value -> value.contains("{{"));
        Optional<String> fault = open ? Optional.empty() : ImportComponent.fault(name, parameters);
        fault.ifPresent(what -> findings.add(file, placeOf(what, node, options), what));
    }

    /** The parameter that the fault names first, or the endpoint itself. */
    private static ScalarNode placeOf(String fault, ScalarNode endpoint, List<Option> options) {
        return options.stream()
                .filter(option -> fault.contains(option.name))
                .min(Comparator.comparingInt(option -> fault.indexOf(option.name)))
                .map(Option::place)
                .orElse(endpoint);
    }

    private record Option(String name, String value, ScalarNode place) {}

    private List<Option> options(Element element, ScalarNode node, EndpointUri uri) {
        List<Option> options = new ArrayList<>();
        uri.query().forEach((name, value) -> options.add(new Option(name, value, node)));
        if (element.get("parameters").orElse(null) instanceof MappingNode parameters) {
            for (NodeTuple tuple : parameters.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    String value = placeholders.resolve(Element.text(tuple.getValueNode()));
                    options.add(new Option(name.getValue(), value, name));
                }
            }
        }
        return options;
    }
}
