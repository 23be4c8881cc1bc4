package io.github.bactrian.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When users were changed last, or removed. Those that never were are not in here. Guarded by {@link Users}. */
final class UserVersions {

    private final NavigableMap<Long, Long> changed = new TreeMap<>();
    private final Map<Long, Long> versionByNumber = new HashMap<>();
    private final NavigableMap<Long, String> removed = new TreeMap<>();

    void changed(long version, long number) {
        forget(number);
        changed.put(version, number);
        versionByNumber.put(number, version);
    }

    void removed(long version, long number, String id) {
        forget(number);
        removed.put(version, id);
    }

    private void forget(long number) {
        Long before = versionByNumber.remove(number);
        if (before != null) {
            changed.remove(before);
        }
    }

    boolean isChanged(long number) {
        return versionByNumber.containsKey(number);
    }

    /** The next version of a change or removal; null if there is none. */
    @Nullable
    Long next(long version) {
        Long change = changed.higherKey(version);
        Long removal = removed.higherKey(version);
        if (change == null || removal == null) {
            return change == null ? removal : change;
        }
        return Math.min(change, removal);
    }

    /** The user that was changed then; null if none was. */
    @Nullable
    Long changedAt(long version) {
        return changed.get(version);
    }

    /** The id of the user that was removed then; null if none was. */
    @Nullable
    String removedAt(long version) {
        return removed.get(version);
    }
}
