package io.github.bactrian.daemon.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/** {@code onCompletion} of an import's route: it begins when the row's outcome has been judged. */
final class CompletionRule {
    private final List<Element> elements;
    private final Placeholders placeholders;
    private final DetachedRule detached;

    CompletionRule(List<Element> elements, Placeholders placeholders, DetachedRule detached) {
        this.elements = elements;
        this.placeholders = placeholders;
        this.detached = detached;
    }

    void check() {
        List<Node> configured = new ArrayList<>();
        for (Element configuration : of("RouteConfigurationDefinition")) {
            List<Step> completions = Step.of(configuration.file(), configuration.get("onCompletion"));
            completions.forEach(completion -> configured.add(completion.value()));
            if (isUsedByAnImport(configuration.get("id").map(Element::text))) {
                completions.forEach(this::check);
            }
        }
        Set<String> files = new TreeSet<>();
        elements.stream().filter(this::isImport).forEach(source -> files.add(source.file()));
        of("OnCompletionDefinition").stream()
                .filter(element -> files.contains(element.file()) && !configured.contains(element.node()))
                .forEach(element -> check(new Step(element.file(), element.key(), element.node(), element.node())));
    }

    private void check(Step completion) {
        if (!completion.text("mode").equals("BeforeConsumer")) {
            detached.completion(completion);
        }
    }

    /** @param id empty if the configuration is every route's */
    private boolean isUsedByAnImport(Optional<String> id) {
        return id.isEmpty()
                ? elements.stream().anyMatch(this::isImport)
                : of("RouteDefinition").stream()
                        .filter(route -> List.of(route.get("routeConfigurationId")
                                        .map(Element::text)
                                        .orElse("")
                                        .split("\\s*,\\s*"))
                                .contains(id.get()))
                        .anyMatch(route -> route.get("from")
                                .filter(from -> scheme(new Element(route.file(), "", "from", from))
                                        .equals("import"))
                                .isPresent());
    }

    private boolean isImport(Element element) {
        return element.isSource() && scheme(element).equals("import");
    }

    private String scheme(Element element) {
        return Endpoint.of(element, placeholders).scheme();
    }

    private List<Element> of(String definition) {
        return elements.stream()
                .filter(element -> element.definition().equals(definition))
                .toList();
    }
}
