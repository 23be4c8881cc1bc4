package io.github.bactrian.daemon.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What is known of the endpoints and URLs that a route computes, also where a Kamelet does that with its parameters. */
final class TemplateRule implements Rule {
    /** Steps of Kamelets, which are read without the schema. */
    private static final Map<String, String> STEPS = Map.of(
            "toD", "ToDynamicDefinition",
            "wireTap", "WireTapDefinition",
            "enrich", "EnrichDefinition",
            "pollEnrich", "PollEnrichDefinition",
            "recipientList", "RecipientListDefinition",
            "setHeader", "SetHeaderDefinition",
            "setProperty", "SetPropertyDefinition",
            "setVariable", "SetVariableDefinition");

    private final Templates templates;
    private final Kamelets kamelets;
    private final Placeholders placeholders;
    private final ForecastReport report;

    TemplateRule(Templates templates, Kamelets kamelets, Placeholders placeholders, ForecastReport report) {
        this.templates = templates;
        this.kamelets = kamelets;
        this.placeholders = placeholders;
        this.report = report;
    }

    @Override
    public void check(Element element) {
        templates
                .of(element, placeholders)
                .ifPresent(template -> report.add(element.file(), template.forecast(), template.texts()));
        List<ScalarNode> given = given(element);
        if (!given.isEmpty()) {
            kamelet(element).ifPresent(kamelet -> inside(element, kamelet, given));
        }
    }

    /** The parameters that hold values of the message. */
    private static List<ScalarNode> given(Element element) {
        List<ScalarNode> given = new ArrayList<>();
        if (element.get("parameters").orElse(null) instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                if (tuple.getValueNode() instanceof ScalarNode value
                        && value.getValue().contains("${")) {
                    given.add(value);
                }
            });
        }
        return given;
    }

    private Optional<Kamelet> kamelet(Element element) {
        return switch (element.definition()) {
            case "ToDefinition" -> {
                Endpoint endpoint = Endpoint.of(element, placeholders);
                yield endpoint.scheme().equals("kamelet") ? kamelets.find(endpoint.path()) : Optional.empty();
            }
            case "KameletDefinition" -> element.get("name").map(Element::text).flatMap(kamelets::find);
            default -> Optional.empty();
        };
    }

    private void inside(Element user, Kamelet kamelet, List<ScalarNode> given) {
        Placeholders inner = kamelet.placeholders(
                placeholders, Endpoint.of(user, placeholders).parameters());
        all(kamelet.steps())
                .map(step -> new Element(step.file(), STEPS.getOrDefault(step.name(), ""), step.name(), step.value()))
                .flatMap(step -> templates.of(step, inner).stream())
                .forEach(template -> report.add(user.file(), template.forecast(), given));
    }

    private static Stream<Step> all(List<Step> steps) {
        return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), all(step.steps())));
    }
}
