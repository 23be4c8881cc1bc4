package io.github.bactrian.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what became of the rows that were open when a process was killed, from the marks it left. A row that may have
 * been acted on, and whose end is not known, stays open and in doubt: it is not run again before it is proven that it may.
 *
 * @param read rows up to here were read
 * @param open those of them that have not ended
 * @param done how many turned out done
 * @param skipped how many turned out skipped
 * @param ended those that turned out rejected
 * @param pasts what is known of open rows, for those of which something is
 */
record Recovery(long read, NavigableSet<Long> open, long done, long skipped, List<Ended> ended, Map<Long, Past> pasts) {

    record Ended(long row, Outcome outcome, String reason) {}

    /**
     * Applies the marks.
     *
     * @param read as last committed; rows above it up to {@code high} may have been read since
     * @param open as last committed
     * @param before as last committed
     */
    static Recovery of(
            long read, long high, NavigableSet<Long> open, Map<Long, Integer> marks, Map<Long, Past> before) {
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
        boolean alone = relevant.values().stream().filter(Recovery::isRunning).count() == 1;
        long done = 0;
        long skipped = 0;
        List<Ended> ended = new ArrayList<>();
        Map<Long, Past> pasts = new TreeMap<>(before);
        for (Map.Entry<Long, Integer> mark : relevant.entrySet()) {
            long row = mark.getKey();
            int flags = mark.getValue();
            Outcome outcome = outcome(flags);
            if (outcome == null) {
                Past past = past(pasts.getOrDefault(row, Past.NONE), flags, alone);
                if (!past.equals(Past.NONE)) {
                    pasts.put(row, past);
                }
                continue;
            }
            open.remove(row);
            pasts.remove(row);
            switch (outcome) {
                case DONE -> done++;
                case SKIPPED -> skipped++;
                default ->
                    ended.add(new Ended(
                            row,
                            outcome,
                            "the route said rejected after a call; the process was killed before its reason was"
                                    + " recorded"));
            }
        }
        return new Recovery(readSince, open, done, skipped, ended, pasts);
    }

    /** How a row has ended for good; null if it is open. */
    private static @Nullable Outcome outcome(int flags) {
        if ((flags & CallMarks.ENDED) == 0) {
            return null;
        }
        Outcome outcome = CallMarks.outcome(flags);
        // an unknown row is in doubt; a reject without effect is run again, which gives its reason anew; of any other
        // the route itself said that it is rejected
        boolean open = outcome == Outcome.UNKNOWN || (outcome == Outcome.REJECTED && (flags & CallMarks.ACTED) == 0);
        return open ? null : outcome;
    }

    private static Past past(Past before, int flags, boolean alone) {
        boolean onWire = (flags & (CallMarks.SAFE_ON_WIRE | CallMarks.UNSAFE_ON_WIRE)) != 0;
        String doubt = PossibleEffect.ofMarks(flags).account();
        // while its outcome is in doubt a row is marked as one that acted, which says nothing new
        boolean known = before.doubt() != null && (flags & CallMarks.UNSAFE_ON_WIRE) == 0;
        Past past = doubt == null || known
                ? before
                : before.doubted(before.doubt() == null ? doubt : before.doubt() + "; " + doubt);
        return isRunning(flags) && !onWire ? past.died(alone) : past;
    }

    private static boolean isRunning(int flags) {
        return (flags & CallMarks.RUNNING) != 0 && (flags & CallMarks.ENDED) == 0;
    }
}
