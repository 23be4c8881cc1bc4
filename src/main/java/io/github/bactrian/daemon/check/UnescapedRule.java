package io.github.bactrian.daemon.check;

import io.github.bactrian.targets.ValueText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** JSON, XML, SQL and forms that are put together as text: simple writes values into them as they are. */
final class UnescapedRule implements Rule {
    private static final String NAME = "unescaped";
    private static final Set<String> STEPS = Set.of(
            "SetBodyDefinition",
            "TransformDefinition",
            "SetHeaderDefinition",
            "SetPropertyDefinition",
            "SetVariableDefinition");
    private static final Set<String> SQL_HEADERS = Set.of("CamelSqlQuery", "CamelSqlTemplate", "CamelCqlQuery");

    private static final Pattern JSON =
            Pattern.compile("\\s*(?:\\{\\s*[\"}]|\\[\\s*[\\[\\]{\"$0-9-]).*", Pattern.DOTALL);
    private static final Pattern XML = Pattern.compile("\\s*<[A-Za-z_?!].*", Pattern.DOTALL);
    private static final Pattern FORM = Pattern.compile("[\\w.-]+=[^\\s&]*(?:&[\\w.-]+=[^\\s&]*)+");
    private static final Pattern SQL = Pattern.compile(
            "\\s*(?:select\\b.*\\bfrom\\b|insert\\s+into\\b|update\\b.*\\bset\\b|delete\\s+from\\b|merge\\s+into\\b|replace\\s+into\\b"
                    + "|call\\s+[\\w.]+\\s*\\(|exec(?:ute)?\\s+[\\w.]+\\b|with\\b.*\\bas\\s*\\(|(?:create|drop|alter|truncate)\\s+table\\b).*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile("(?s).*:#(?:in:)?");

    private final Templates templates;
    private final Placeholders placeholders;
    private final Findings findings;

    UnescapedRule(Templates templates, Placeholders placeholders, Findings findings) {
        this.templates = templates;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (STEPS.contains(element.definition())) {
            WrittenExpression.of(element.node())
                    .filter(WrittenExpression::isSimple)
                    .filter(written -> !isTemplate(element))
                    .ifPresent(written -> text(element, written.text()));
        } else if (element.definition().equals("ToDefinition")) {
            Endpoint endpoint = Endpoint.of(element, placeholders);
            if (endpoint.scheme().equals("sql")) {
                element.textAt("uri").ifPresent(uri -> statement(element.file(), uri));
                element.get("parameters")
                        .flatMap(parameters -> Element.get(parameters, "query"))
                        .ifPresent(query -> statement(element.file(), query));
            }
        }
    }

    private boolean isTemplate(Element element) {
        return templates
                .of(element, placeholders)
                .map(template -> template.forecast().template())
                .orElse(false);
    }

    private void text(Element step, ScalarNode node) {
        String resolved = placeholders.resolveFully(node.getValue());
        if (ValueText.of(resolved).hasData()) {
            String name = step.get("name").map(Element::text).orElse("");
            // the values of placeholders may be secret, so what is shown is the text as it is written
            remark(name, resolved, ValueText.of(node.getValue()))
                    .ifPresent(what -> findings.warn(NAME, step.file(), node, what));
        }
    }

    private static Optional<String> remark(String name, String text, ValueText written) {
        String value = written.pieces().stream()
                .filter(ValueText.Piece::data)
                .findFirst()
                .map(ValueText.Piece::written)
                .orElse("a value");
        if (SQL_HEADERS.contains(name) || SQL.matcher(text).matches()) {
            return Optional.of(
                    "a quote in " + value + " changes this SQL; write it with constant: instead of simple:, and" + " :#"
                            + value + " without quotes, which sql: takes as a parameter");
        }
        if (JSON.matcher(text).matches()) {
            return Optional.of("a quote in " + value + " adds fields to this JSON; write "
                    + jq(JqText.ofJson(written), "{name: .name}"));
        }
        if (XML.matcher(text).matches()) {
            return Optional.of("a '<' in " + value + " adds elements to this XML; write "
                    + jq(JqText.ofText("@html", written), "@html \"<name>\\(.name)</name>\""));
        }
        return FORM.matcher(text).matches()
                ? Optional.of("an '&' in " + value + " adds parameters to this form; write "
                        + jq(JqText.ofText("@uri", written), "@uri \"name=\\(.name)\""))
                : Optional.empty();
    }

    private static String jq(Optional<String> exact, String example) {
        return exact.map(UnescapedRule::jq).orElseGet(() -> "it in jq, as in " + jq(example));
    }

    private static String jq(String query) {
        return "jq: '" + query.replace("'", "''") + "'";
    }

    private void statement(String file, Node node) {
        String before = "";
        for (ValueText.Piece piece : ValueText.of(Element.text(node)).pieces()) {
            if (piece.expression() != null && !PARAMETER.matcher(before).matches()) {
                findings.warn(
                        NAME,
                        file,
                        node,
                        "sql: evaluates " + piece.written() + " as a parameter alone; write :#" + piece.written()
                                + " without quotes around it");
                return;
            }
            before = piece.written();
        }
    }
}
