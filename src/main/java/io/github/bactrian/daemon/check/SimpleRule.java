package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import io.github.bactrian.targets.ValueText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What Camel's simple language makes of a text or a condition: it must parse. Beans are for another rule. */
final class SimpleRule implements Rule {
    private static final Pattern UNKNOWN = Pattern.compile("Unknown function: (([\\w-]+).*) at location \\d+");
    private static final String OPEN = "expected symbol functionEnd";
    private static final Pattern PLACE = Pattern.compile("(.*) at location (\\d+)");
    private static final String OPERATORS =
            "==, =~, !=, >, >=, <, <=, contains, ~~, regex, in, is, range, startsWith, endsWith";

    /** Steps whose expression is a condition. */
    private static final Set<String> CONDITIONAL = Set.of(
            "WhenDefinition",
            "FilterDefinition",
            "ValidateDefinition",
            "OnWhenDefinition",
            "PredicateValidatorDefinition");

    private static final Set<String> URIS = Set.of("ToDynamicDefinition", "WireTapDefinition");
    private static final Set<String> JSON = Set.of("json:", "scim:", "backslash:");

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

    private final CamelContext context;
    private final Templates templates;
    private final Placeholders placeholders;
    private final Findings findings;
    private final Set<Node> conditions = new HashSet<>();
    private final Set<Node> uris = new HashSet<>();

    /** @param context never started: parsing only looks things up in it */
    SimpleRule(CamelContext context, Templates templates, Placeholders placeholders, Findings findings) {
        this.context = context;
        this.templates = templates;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        // these are visited after the step they belong to
        templates
                .of(element, placeholders)
                .filter(template -> template.forecast().template())
                .ifPresent(template -> uris.addAll(template.texts()));
        if (URIS.contains(element.definition())) {
            uri(element);
        } else if (CONDITIONAL.contains(element.definition())) {
            element.get("simple").ifPresent(conditions::add);
            element.get("expression")
                    .flatMap(expression -> Element.get(expression, "simple"))
                    .ifPresent(conditions::add);
        } else if (element.definition().equals("SimpleExpression")) {
            boolean condition = conditions.contains(element.node());
            element.textAt("expression").ifPresent(text -> parse(element.file(), text, condition));
        } else if (element.definition().equals("LogDefinition")) {
            element.textAt("message").ifPresent(text -> parse(element.file(), text, false));
        }
    }

    private void uri(Element element) {
        element.textAt("uri").ifPresent(text -> parse(element.file(), text, false));
        if (element.get("parameters").orElse(null) instanceof MappingNode parameters) {
            parameters.getValue().forEach(tuple -> {
                if (tuple.getValueNode() instanceof ScalarNode text) {
                    parse(element.file(), text, false);
                }
            });
        }
    }

    private void parse(String file, ScalarNode text, boolean condition) {
        String resolved = placeholders.resolveFully(text.getValue());
        String value = uris.contains(text) ? ValueText.of(resolved).withoutFunctions() : resolved;
        if (value.contains("{{") || !(condition || value.contains("${"))) {
            return;
        }
        try {
            if (condition) {
                new SimplePredicateParser(context, value, true, false, null).parsePredicate();
            } else {
                new SimpleExpressionParser(context, value, true, false, null).parseExpression();
            }
        } catch (SimpleIllegalSyntaxException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            String fault = fault(message);
            if (fault != null) {
                findings.add(file, text, fault);
            } else if (condition) {
                findings.add(file, text, misread(value, message));
            }
        }
    }

    /** @param message Camel's, which ends with a place in the condition */
    private static String misread(String condition, String message) {
        Matcher place = PLACE.matcher(message);
        boolean placed = place.matches();
        int at = placed ? Math.min(Integer.parseInt(place.group(2)), condition.length()) : 0;
        String rest = condition.substring(at);
        return "this condition does not parse " + (rest.isBlank() ? "at its end" : "at: " + rest)
                + " (" + (placed ? place.group(1) : message) + "). Operators, with a space on each side: "
                + OPERATORS + "; && and || join two";
    }

    private static @Nullable String fault(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            String function = ValueText.function(unknown.group(1));
            if (!function.isEmpty()) {
                return "${" + unknown.group(1)
                        + "} is only for URIs: in toD, wireTap, enrich, recipientList and the like, and in"
                        + " headers, properties and variables that begin with a URL or steer a call; leave out "
                        + function
                        + (JSON.contains(function) ? ", and write JSON in jq" : "");
            }
            return "simple knows no function '" + unknown.group(1) + "'"
                    + NearestName.didYouMean(unknown.group(2), FUNCTIONS);
        }
        return message.startsWith(OPEN) ? "this simple does not parse: a ${ has no }" : null;
    }
}
