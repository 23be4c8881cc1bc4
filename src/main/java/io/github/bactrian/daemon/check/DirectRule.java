package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A step that calls {@code direct:x} needs a route that consumes from it; Camel would wait for one with every message. */
final class DirectRule implements Rule {
    private static final Set<String> STEPS = Set.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition");
    private final Set<String> consumed = new TreeSet<>();
    private final Placeholders placeholders;
    private final Findings findings;

    DirectRule(List<Element> elements, Placeholders placeholders, Findings findings) {
        this.placeholders = placeholders;
        this.findings = findings;
        elements.stream().filter(Element::isSource).map(this::name).forEach(consumed::add);
    }

    @Override
    public void check(Element element) {
        String name = name(element);
        // A source whose name is a template's parameter may be any.
        boolean open = name.contains("{") || consumed.stream().anyMatch(source -> source.contains("{"));
        if (STEPS.contains(element.definition()) && !name.isEmpty() && !open && !consumed.contains(name)) {
            element.textAt("uri")
                    .ifPresent(uri -> findings.add(
                            element.file(),
                            uri,
                            "no route consumes from direct:" + name
                                    + NearestName.of(name, consumed)
                                            .map(near -> "; did you mean 'direct:" + near + "'?")
                                            .orElse("")));
        }
    }

    /** Empty for endpoints of other components. */
    private String name(Element element) {
        EndpointUri uri = EndpointUri.parse(
                placeholders.resolve(element.textAt("uri").map(Element::text).orElse("")));
        return uri.scheme().equals("direct") ? uri.path() : "";
    }
}
