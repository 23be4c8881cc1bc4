package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job as a process finds it when it takes it up.
 *
 * @param fence grows with each taking; whoever holds a smaller one has lost the job
 * @param leaseUntil epoch milliseconds
 * @param high rows up to here may have been called
 * @param read rows up to here were read
 * @param open those of them that have not ended
 * @param doubt open rows up to here may have been called by an earlier holder, who left no proof; 0 if none
 * @param position where to start reading; null for a job that never read
 * @param pasts what is known of open rows, for those of which something is
 * @param marks new ones, for this holder
 * @param blockedKeys hashes of keys whose row ended unknown
 */
record Taken(
        long fence,
        long leaseUntil,
        long high,
        long read,
        NavigableSet<Long> open,
        long doubt,
        @Nullable Position position,
        RowCounts rows,
        Receipt.Calls calls,
        Map<Long, Past> pasts,
        CallMarks marks,
        Set<String> blockedKeys) {

    /** How a row stands that the reader comes to. */
    enum Standing {
        /** Not called yet. */
        OPEN,
        /** It ended before the job was taken up. */
        ENDED,
        /** An earlier holder may have called it, and left no proof. */
        IN_DOUBT
    }

    Standing standing(long row) {
        if (row <= read && !open.contains(row)) {
            return Standing.ENDED;
        }
        return row <= doubt ? Standing.IN_DOUBT : Standing.OPEN;
    }

    /** What is known of an open row. */
    Past past(long row) {
        return pasts.getOrDefault(row, Past.NONE);
    }

    /** The rows during which the process died, and which have not ended; they run alone. */
    NavigableSet<Long> suspects() {
        return pasts.entrySet().stream()
                .filter(past -> past.getValue().isSuspect())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a row with this key, named by its hash, ended unknown. */
    boolean isBlocked(@Nullable String key) {
        return key != null && blockedKeys.contains(key);
    }
}
