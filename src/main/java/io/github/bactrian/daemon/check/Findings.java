package io.github.bactrian.daemon.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects findings, sorted by file and line. */
final class Findings {
    private final SortedSet<Finding> all = new TreeSet<>();
    private final SortedSet<Finding> notes = new TreeSet<>();
    private final Map<String, List<String>> texts = new HashMap<>();

    /** Makes known what a file says, so that comments in it can allow what would be warned about. */
    void text(String file, String text) {
        texts.put(file, text.lines().toList());
    }

    void add(String file, Node node, String what) {
        node.getStartMark().ifPresentOrElse(mark -> add(file, mark, what), () -> add(file, what));
    }

    void add(String file, Mark mark, String what) {
        all.add(new Finding(file, mark.getLine() + 1, mark.getColumn() + 1, what));
    }

    void add(String file, String what) {
        all.add(new Finding(file, 0, 0, what));
    }

    /** Something that works, but hardly as it was meant. */
    void warn(String rule, String file, Node node, String what) {
        node.getStartMark().ifPresent(mark -> {
            Finding warning = new Finding(file, mark.getLine() + 1, mark.getColumn() + 1, what, rule);
            if (!warning.isAllowedIn(texts.getOrDefault(file, List.of()))) {
                all.add(warning);
            }
        });
    }

    /** Something that is neither wrong nor odd, and that a reviewer wants to see. */
    void note(String file, Node node, String what) {
        node.getStartMark()
                .ifPresent(mark ->
                        notes.add(new Finding(file, mark.getLine() + 1, mark.getColumn() + 1, "note: " + what)));
    }

    SortedSet<Finding> notes() {
        return notes;
    }

    SortedSet<Finding> all() {
        return all;
    }
}
