package io.github.bactrian.imports;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows with equal keys in order: one at a time, and none behind one that ended unknown. Rows without a key pass
 * freely. Not thread-safe.
 */
final class Lanes<T> {
    private final Map<String, Queue<T>> waiting = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private int waitingCount;

    /** How many rows wait for one with the same key. */
    int waiting() {
        return waitingCount;
    }

    boolean isBlocked(@Nullable String key) {
        return key != null && blocked.contains(key);
    }

    /** Whether the row may run now; if not, it waits, and {@link #leave} will hand it out. */
    boolean enter(@Nullable String key, T row) {
        if (key == null || !waiting.containsKey(key)) {
            if (key != null) {
                waiting.put(key, new ArrayDeque<>());
            }
            return true;
        }
        waiting.get(key).add(row);
        waitingCount++;
        return false;
    }

    /** A row has ended; returns the one behind it, null if there is none. */
    @Nullable
    T leave(@Nullable String key) {
        Queue<T> behind = key == null ? null : waiting.get(key);
        if (key == null || behind == null) {
            return null;
        }
        T next = behind.poll();
        if (next == null) {
            waiting.remove(key);
        } else {
            waitingCount--;
        }
        return next;
    }

    /** No row with this key may run any more. */
    void block(@Nullable String key) {
        if (key != null) {
            blocked.add(key);
        }
    }
}
