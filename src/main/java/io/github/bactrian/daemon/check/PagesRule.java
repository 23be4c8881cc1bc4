package io.github.bactrian.daemon.check;

import io.github.bactrian.pages.PagesLanguage;
import io.github.bactrian.targets.Forecast;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Expressions of the language {@code pages}, in routes and in the parameters of the Kamelets that hand them on. */
final class PagesRule implements Rule {
    private static final Set<String> KAMELETS = Set.of("bactrian-pages-action", "bactrian-export-action");

    private final CamelContext context;
    private final ForecastReport report;
    private final Placeholders placeholders;
    private final Findings findings;

    PagesRule(CamelContext context, Placeholders placeholders, ForecastReport report, Findings findings) {
        this.context = context;
        this.report = report;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (element.definition().equals("LanguageExpression")) {
            if (element.get("language").map(Element::text).orElse("").equals("pages")) {
                element.get("expression").ifPresent(text -> verify(element.file(), text));
            }
        } else if (KAMELETS.contains(Endpoint.of(element, placeholders).path())) {
            element.get("parameters")
                    .flatMap(parameters -> new Element(element.file(), "", "", parameters).get("url"))
                    .ifPresent(text -> verify(element.file(), text));
        }
    }

    private void verify(String file, Node text) {
        String expression = Kamelet.plain(placeholders.resolveFully(Element.text(text)));
        try {
            // a placeholder without a value is told of elsewhere
            String url = PagesLanguage.verify(
                    expression.replaceAll("^(delta:\\S+\\s+)?\\{\\{[^}]*}}", "$1https://unknown.invalid"));
            if (url.contains("${") && text instanceof ScalarNode scalar) {
                report.add(file, Forecast.url(context, url), List.of(scalar));
            }
        } catch (IllegalArgumentException e) {
            findings.add(file, text, String.valueOf(e.getMessage()));
        }
    }
}
