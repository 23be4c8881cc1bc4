package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What Camel's simple language makes of a text: its functions must exist and end. Beans are for another rule. */
final class SimpleRule implements Rule {
    private static final Pattern UNKNOWN = Pattern.compile("Unknown function: (([\\w-]+).*) at location \\d+");
    private static final String OPEN = "expected symbol functionEnd";

    /** Those that routes use most, for who has misspelt one. */
    private static final List<String> FUNCTIONS = List.of(
            "body",
            "bodyAs",
            "header",
            "headers",
            "exchangeProperty",
            "exchangeId",
            "exception",
            "variable",
            "date",
            "bean",
            "file",
            "jq",
            "properties",
            "random",
            "routeId",
            "fromRouteId",
            "uuid");

    private final Findings findings;
    private @Nullable CamelContext context;

    SimpleRule(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (element.definition().equals("SimpleExpression")) {
            element.textAt("expression").ifPresent(text -> parse(element.file(), text));
        } else if (element.definition().equals("LogDefinition")) {
            element.textAt("message").ifPresent(text -> parse(element.file(), text));
        }
    }

    private void parse(String file, ScalarNode text) {
        String value = text.getValue();
        if (!value.contains("${") || value.contains("{{")) {
            return;
        }
        try {
            new SimpleExpressionParser(context(), value, true, false, null).parseExpression();
        } catch (SimpleIllegalSyntaxException e) {
            String fault = fault(String.valueOf(e.getMessage()));
            if (fault != null) {
                findings.add(file, text, fault);
            }
        }
    }

    private static @Nullable String fault(String message) {
        Matcher unknown = UNKNOWN.matcher(message.lines().findFirst().orElse(""));
        if (unknown.matches()) {
            return "simple knows no function '" + unknown.group(1) + "'"
                    + NearestName.didYouMean(unknown.group(2), FUNCTIONS);
        }
        return message.startsWith(OPEN) ? "this simple does not parse: a ${ has no }" : null;
    }

    /** Never started: parsing only looks things up in it. */
    private CamelContext context() {
        if (context == null) {
            context = new DefaultCamelContext();
        }
        return context;
    }
}
