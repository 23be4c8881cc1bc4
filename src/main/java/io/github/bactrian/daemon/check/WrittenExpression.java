package io.github.bactrian.daemon.check;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The expression of a step, in any of the forms that YAML routes allow. */
record WrittenExpression(String language, ScalarNode text) {
    private static final Parts LANGUAGES = Parts.of("language");

    /** Empty if the step has none, or one without a text. */
    static Optional<WrittenExpression> of(Node step) {
        return step instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(WrittenExpression::of)
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<WrittenExpression> of(NodeTuple tuple) {
        String key = Element.text(tuple.getKeyNode());
        Node value = tuple.getValueNode();
        if (key.equals("expression")) {
            return of(value);
        }
        Element expression = new Element("", "", key, value);
        if (key.equals("language")) {
            return expression.get("language").flatMap(name -> text(expression)
                    .map(text -> new WrittenExpression(Element.text(name), text)));
        }
        String language = LanguageRule.NAMES.getOrDefault(key, key);
        return LANGUAGES.isKnown(language)
                ? text(expression).map(text -> new WrittenExpression(language, text))
                : Optional.empty();
    }

    private static Optional<ScalarNode> text(Element expression) {
        return expression.textAt("expression");
    }

    boolean isSimple() {
        return language.equals("simple");
    }
}
