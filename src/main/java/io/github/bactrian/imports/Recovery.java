package io.github.bactrian.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Decides what became of the rows that were open when a process was killed, from the marks it left. A row that may have
 * been acted on, and whose end is not known, is unknown: it is never run again.
 *
 * @param read rows up to here were read
 * @param open those of them that are to be run again, or were never run
 * @param done how many turned out done
 * @param skipped how many turned out skipped
 * @param ended those that turned out rejected or unknown
 */
record Recovery(long read, NavigableSet<Long> open, long done, long skipped, List<Ended> ended) {

    record Ended(long row, Outcome outcome, String reason) {}

    /**
     * Applies the marks.
     *
     * @param read as last committed; rows above it up to {@code high} may have been read since
     * @param open as last committed
     */
    static Recovery of(long read, long high, NavigableSet<Long> open, Map<Long, Integer> marks) {
        TreeMap<Long, Integer> relevant = new TreeMap<>();
        marks.forEach((row, flags) -> {
            if (open.contains(row) || (row > read && row <= high)) {
                relevant.put(row, flags);
            }
        });
        long readSince = relevant.isEmpty() ? read : Math.max(read, relevant.lastKey());
        for (long row = read + 1; row <= readSince; row++) {
            open.add(row);
        }
        long done = 0;
        long skipped = 0;
        List<Ended> ended = new ArrayList<>();
        for (Map.Entry<Long, Integer> mark : relevant.entrySet()) {
            Ended end = end(mark.getKey(), mark.getValue());
            if (end == null) {
                continue;
            }
            open.remove(mark.getKey());
            switch (end.outcome()) {
                case DONE -> done++;
                case SKIPPED -> skipped++;
                default -> ended.add(end);
            }
        }
        return new Recovery(readSince, open, done, skipped, ended);
    }

    private static @org.jspecify.annotations.Nullable Ended end(long row, int flags) {
        boolean acted = (flags & CallMarks.ACTED) != 0;
        if ((flags & CallMarks.ENDED) != 0) {
            Outcome outcome = CallMarks.outcome(flags);
            // a reject without effect is run again, which gives its reason anew
            return outcome == Outcome.REJECTED && !acted ? null : new Ended(row, outcome, reason(outcome));
        }
        if ((flags & CallMarks.UNSAFE_ON_WIRE) != 0) {
            return new Ended(
                    row, Outcome.UNKNOWN, "a call was sent, and the process was killed before the answer came");
        }
        if (acted) {
            return new Ended(
                    row,
                    Outcome.UNKNOWN,
                    "a call was answered, and the process was killed before the route had completed");
        }
        return null;
    }

    private static String reason(Outcome outcome) {
        return outcome == Outcome.UNKNOWN
                ? "a call was sent and not answered; the process was killed before more was recorded"
                : "a later step failed after a call had taken effect; the process was killed before more was recorded";
    }
}
