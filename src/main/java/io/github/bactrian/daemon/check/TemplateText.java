package io.github.bactrian.daemon.check;

import io.github.bactrian.targets.Forecast;
import io.github.bactrian.targets.ValueText;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What a step computes an endpoint or a URL from.
 *
 * @param texts where it is written: the URI and its parameters, or the expression; never empty
 */
record TemplateText(Forecast forecast, List<ScalarNode> texts) {

    /** The text with the value that a remark begins with; empty if it is written elsewhere. */
    static Optional<ScalarNode> placeOf(String remark, List<ScalarNode> texts, Placeholders placeholders) {
        return texts.stream()
                .filter(text -> ValueText.of(placeholders.resolveFully(text.getValue())).pieces().stream()
                        .anyMatch(piece -> piece.expression() != null && remark.startsWith(piece.written())))
                .findFirst();
    }
}
