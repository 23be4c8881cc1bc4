package io.github.bactrian.daemon.check;

import java.util.Map;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Expression languages and data formats must be on the class path, and jq must parse. */
final class LanguageRule implements Rule {
    /** Where the YAML key is not the language's name. */
    static final Map<String, String> NAMES = Map.of("method", "bean", "java", "joor");

    private final Parts languages = Parts.of("language");
    private final Parts dataFormats = Parts.of("dataformat");
    private final Findings findings;

    LanguageRule(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (element.definition().equals("LanguageExpression")) {
            element.get("language").ifPresent(name -> language(element, name, Element.text(name)));
        } else if (element.definition().endsWith("Expression")) {
            language(element, element.node(), NAMES.getOrDefault(element.key(), element.key()));
        }
        if (element.definition().endsWith("DataFormat") && dataFormats.isKnown(element.key())) {
            dataFormats.missing(element.key()).ifPresent(what -> findings.add(element.file(), element.node(), what));
        }
        if (element.definition().equals("JqExpression")) {
            element.textAt("expression").ifPresent(query -> parse(element.file(), query));
        }
    }

    private void language(Element element, Node node, String name) {
        if (!name.contains("{{")) {
            languages.missing(name).ifPresent(what -> findings.add(element.file(), node, what));
        }
    }

    private void parse(String file, ScalarNode query) {
        if (!query.getValue().contains("{{")) {
            try {
                JsonQuery.compile(query.getValue(), Versions.JQ_1_6);
            } catch (JsonQueryException | RuntimeException e) {
                findings.add(file, query, "this jq does not parse: " + reason(e));
            }
        }
    }

    /** The parser's own words, which are in the cause; the message only repeats the query. */
    private static String reason(Throwable e) {
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
