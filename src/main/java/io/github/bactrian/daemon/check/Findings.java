package io.github.bactrian.daemon.check;

import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects findings, sorted by file and line. */
final class Findings {
    private final SortedSet<Finding> all = new TreeSet<>();

    void add(String file, Node node, String what) {
        node.getStartMark().ifPresentOrElse(mark -> add(file, mark, what), () -> add(file, what));
    }

    void add(String file, Mark mark, String what) {
        all.add(new Finding(file, mark.getLine() + 1, mark.getColumn() + 1, what));
    }

    void add(String file, String what) {
        all.add(new Finding(file, 0, 0, what));
    }

    SortedSet<Finding> all() {
        return all;
    }
}
