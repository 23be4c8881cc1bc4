package io.github.bactrian.imports;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Rows that were read and wait for their turn. While there are suspects, one row runs at a time, suspects first. Not thread-safe. */
final class RowQueue {
    private final int chunk;
    /** Rows that wait hold a slot each; the reader must never wait for one that only they could vacate. */
    private final int mostWaiting;

    /** Rows that could start at once are read ahead, so that nobody waits for the reader, who is woken once for many. */
    private final int ahead;

    private final NavigableSet<Long> suspects;
    private final Lanes<Task> lanes = new Lanes<>();
    private final PriorityQueue<Task> ready = new PriorityQueue<>(Comparator.comparing((Task task) -> !task.suspect)
            .thenComparing(task -> task.notBefore)
            .thenComparing(Task::number));
    private long lastRead;
    private boolean allRead;
    private int fresh;

    /**
     * @param chunk rows in an exchange at most
     * @param suspects rows yet to be read that run alone
     */
    RowQueue(int parallel, int chunk, NavigableSet<Long> suspects) {
        this.chunk = chunk;
        this.mostWaiting = Math.min(16 * parallel * chunk, CallMarks.SLOTS / 2);
        this.ahead = Math.min(4 * parallel + chunk, mostWaiting);
        this.suspects = suspects;
    }

    /** A row has been read; null at the end. */
    void add(@Nullable Task read) {
        if (read == null) {
            allRead = true;
        } else {
            lastRead = read.number();
            if (lanes.enter(read.row().key(), read)) {
                addFresh(read);
            }
        }
    }

    private void addFresh(Task task) {
        ready.add(task);
        fresh++;
    }

    /** A row that has run waits to run again. */
    void again(Task task) {
        ready.add(task);
    }

    /** From now on the row runs alone. */
    void suspect(Task task) {
        task.suspect = true;
        suspects.add(task.number());
    }

    /** A row has ended, and makes way for the one behind it. */
    void ended(Task task, Outcome outcome) {
        suspects.remove(task.number());
        if (outcome == Outcome.UNKNOWN) {
            lanes.block(task.row().key());
        }
        Task behind = lanes.leave(task.row().key());
        if (behind != null) {
            addFresh(behind);
        }
    }

    /** Whether an earlier row with the same key ended unknown. */
    boolean isBlocked(Task task) {
        return lanes.isBlocked(task.row().key());
    }

    boolean isEmpty() {
        return allRead && ready.isEmpty() && lanes.waiting() == 0;
    }

    /** Whether another row is to be read. */
    boolean hasRoom() {
        boolean full = fresh >= ahead || ready.size() + lanes.waiting() >= mostWaiting;
        return !allRead && (!full || hasUnreadSuspects());
    }

    /** Whether the rows that were read ahead will soon have started. */
    boolean isLow() {
        return !allRead && fresh <= ahead / 2;
    }

    private boolean hasUnreadSuspects() {
        return !allRead && !suspects.isEmpty() && suspects.last() > lastRead;
    }

    /** When the first row may start, null if there is none. */
    @Nullable
    Instant nextAt() {
        Task first = ready.peek();
        return first == null ? null : first.notBefore;
    }

    /**
     * Takes the rows of the next exchange; none if no row may start now, or another is to be read first.
     *
     * @param idle whether nothing runs
     */
    List<Task> poll(Instant now, boolean idle) {
        Task first = ready.peek();
        if (first == null || first.notBefore.isAfter(now)) {
            return List.of();
        }
        if (!suspects.isEmpty()) {
            boolean waits = !idle || (!first.suspect && hasUnreadSuspects());
            return waits ? List.of() : starting(List.of(ready.remove()));
        }
        if (chunk == 1 || first.isSingle()) {
            return starting(List.of(ready.remove()));
        }
        List<Task> together = ready.stream()
                .filter(task -> !task.isSingle() && !task.notBefore.isAfter(now))
                .sorted(Comparator.comparing(Task::number))
                .limit(chunk)
                .toList();
        if (together.size() < chunk && hasRoom()) {
            return List.of();
        }
        ready.removeAll(together);
        return starting(together);
    }

    private List<Task> starting(List<Task> rows) {
        for (Task row : rows) {
            fresh -= row.started ? 0 : 1;
            row.started = true;
        }
        return rows;
    }
}
