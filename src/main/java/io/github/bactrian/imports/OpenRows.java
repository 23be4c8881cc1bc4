package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of a job that have not ended, and where reading stands among them. Not thread-safe. */
final class OpenRows {
    private final NavigableSet<Long> unvisited;
    private final TreeMap<Long, OpenRow> visited = new TreeMap<>();
    private Position next;

    /**
     * Rows yet to be read.
     *
     * @param open those that were read by an earlier process and have not ended
     * @param next where reading starts
     */
    OpenRows(SortedSet<Long> open, Position next) {
        this.unvisited = new TreeSet<>(open);
        this.next = next;
    }

    /** Where the next record begins. */
    Position next() {
        return next;
    }

    /** The reader has passed a row that ended before. */
    void pass(Position behind) {
        next = behind;
    }

    /** The reader has come to an open row. */
    void visit(OpenRow row, Position behind) {
        unvisited.remove(row.number());
        visited.put(row.number(), row);
        next = behind;
    }

    void ended(OpenRow row) {
        visited.remove(row.number());
    }

    /** All of them by number. */
    SortedSet<Long> numbers() {
        SortedSet<Long> numbers = new TreeSet<>(unvisited);
        numbers.addAll(visited.keySet());
        return numbers;
    }

    /** Where another process would have to start reading. */
    Position start() {
        return visited.isEmpty() ? next : visited.firstEntry().getValue().position();
    }
}
