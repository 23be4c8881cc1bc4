package io.github.bactrian.daemon.plan;

import io.github.bactrian.daemon.plan.PlanReport.Example;
import java.util.List;
import java.util.TreeMap;

/** The first ten rows of a kind in the file, which need not be the first to come: rows run several at once. */
final class Examples {
    private static final int MOST = 10;

    private final TreeMap<Long, Example> first = new TreeMap<>();

    synchronized void add(Example example) {
        first.put(example.row(), example);
        if (first.size() > MOST) {
            first.pollLastEntry();
        }
    }

    synchronized List<Example> first() {
        return List.copyOf(first.values());
    }
}
