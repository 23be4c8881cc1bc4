package io.github.bactrian.daemon.check;

import io.github.bactrian.targets.Forecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.yaml.common.YamlSupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the templates of steps, and asks what is known of them before any message comes. */
final class Templates {
    private final CamelContext context;

    /** @param context never started: templates are only compiled in it */
    Templates(CamelContext context) {
        this.context = context;
    }

    /** Empty for steps that compute nothing of the kind, and while a placeholder has no value. */
    Optional<TemplateText> of(Element step, Placeholders placeholders) {
        return switch (step.definition()) {
            case "ToDynamicDefinition", "WireTapDefinition" -> uri(step, placeholders);
            case "EnrichDefinition", "PollEnrichDefinition" ->
                expression(step, placeholders, (language, text) -> Forecast.target(context, language, text));
            case "RecipientListDefinition" -> list(step, placeholders, "delimiter");
            case "RoutingSlipDefinition", "DynamicRouterDefinition" -> list(step, placeholders, "uriDelimiter");
            case "SetHeaderDefinition", "SetPropertyDefinition", "SetVariableDefinition" -> {
                String name = placeholders.resolveFully(
                        step.get("name").map(Element::text).orElse(""));
                yield expression(step, placeholders, (language, text) -> Forecast.text(context, name, language, text));
            }
            default -> Optional.empty();
        };
    }

    private Optional<TemplateText> list(Element step, Placeholders placeholders, String key) {
        String delimiter = step.get(key).map(Element::text).orElse(null);
        return expression(step, placeholders, (language, text) -> Forecast.targets(context, language, text, delimiter));
    }

    private static Optional<TemplateText> expression(
            Element step, Placeholders placeholders, BiFunction<String, String, Forecast> forecast) {
        return WrittenExpression.of(step.node()).flatMap(written -> {
            String text = placeholders.resolveFully(written.text().getValue());
            return text.contains("{{")
                    ? Optional.empty()
                    : Optional.of(new TemplateText(forecast.apply(written.language(), text), List.of(written.text())));
        });
    }

    private Optional<TemplateText> uri(Element step, Placeholders placeholders) {
        Optional<ScalarNode> uri = step.textAt("uri");
        boolean constant = step.get("dynamicUri").map(Element::text).orElse("").equals("false");
        if (uri.isEmpty() || constant) {
            return Optional.empty();
        }
        Map<String, ScalarNode> parameters = parameters(step);
        String whole = placeholders.resolveFully(whole(uri.get(), parameters));
        List<ScalarNode> texts = new ArrayList<>(List.of(uri.get()));
        texts.addAll(parameters.values());
        return whole.contains("{{")
                ? Optional.empty()
                : Optional.of(new TemplateText(Forecast.target(context, whole), List.copyOf(texts)));
    }

    private static Map<String, ScalarNode> parameters(Element step) {
        Map<String, ScalarNode> parameters = new LinkedHashMap<>();
        if (step.get("parameters").orElse(null) instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getValueNode() instanceof ScalarNode value) {
                    parameters.put(Element.text(tuple.getKeyNode()), value);
                }
            }
        }
        return parameters;
    }

    /** As Camel puts it together, before it resolves placeholders. */
    private String whole(ScalarNode uri, Map<String, ScalarNode> parameters) {
        if (parameters.isEmpty() || uri.getValue().contains("?")) {
            // with both, Camel refuses to load the route
            return uri.getValue();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(name, value.getValue()));
        return YamlSupport.createEndpointUri(context, uri, uri.getValue(), values);
    }
}
