package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Expression languages and data formats must be on the class path, and jq must parse. */
final class LanguageRule implements Rule {
    /** Where the YAML key is not the language's name. */
    static final Map<String, String> NAMES = Map.of("method", "bean", "java", "joor");

    private final Parts languages = Parts.of("language");
    private final Parts dataFormats = Parts.of("dataformat");
    private final Scope functions;
    private final Findings findings;

    /** @param context never started: parsing only looks things up in it */
    LanguageRule(CamelContext context, Findings findings) {
        this.functions = ((JqLanguage) context.resolveLanguage("jq")).getRootScope();
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
                JsonQuery program = JsonQuery.compile(query.getValue(), Versions.JQ_1_6);
                JqCalls.unknown(program, (name, parameters) -> functions.getFunction(name, parameters) != null)
                        .forEach(name -> findings.add(file, query, unknown(name)));
            } catch (JsonQueryException | RuntimeException e) {
                findings.add(file, query, "this jq does not parse: " + reason(e));
            }
        }
    }

    private String unknown(String function) {
        Set<String> names = functions.getLocalFunctions().keySet();
        return "jq has no function " + function + NearestName.didYouMean(function, names);
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
