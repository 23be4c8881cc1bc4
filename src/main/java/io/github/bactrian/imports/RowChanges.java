package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one transaction changes about single rows. Not thread-safe. */
final class RowChanges {
    private final List<Exceptional> exceptional = new ArrayList<>();
    private final List<OpenRow> ended = new ArrayList<>();
    private final Map<Long, Past> pasts = new HashMap<>();
    private final Set<Long> forgotten = new HashSet<>();

    private record Exceptional(
            long row,
            Outcome outcome,
            String reason,
            @Nullable String key) {}

    /**
     * A row has ended.
     *
     * @param remembered whether the ledger holds a past of it
     */
    void ended(OpenRow row, Outcome outcome, @Nullable String reason, @Nullable String key, boolean remembered) {
        ended.add(row);
        if (remembered) {
            pasts.remove(row.number());
            forgotten.add(row.number());
        }
        if (outcome == Outcome.REJECTED || outcome == Outcome.UNKNOWN) {
            exceptional.add(new Exceptional(row.number(), outcome, String.valueOf(reason), key));
        }
    }

    /** Something of an open row must not be forgotten. */
    void remember(long row, Past past) {
        pasts.put(row, past);
    }

    void moveTo(RowChanges other) {
        other.exceptional.addAll(exceptional);
        other.ended.addAll(ended);
        other.pasts.putAll(pasts);
        other.forgotten.addAll(forgotten);
        clear();
    }

    void write(Connection connection, String job) throws SQLException {
        for (Exceptional row : exceptional) {
            ExceptionalRows.insert(connection, job, row.row(), row.outcome(), row.reason(), row.key());
        }
        for (Map.Entry<Long, Past> past : pasts.entrySet()) {
            past.getValue().write(connection, job, past.getKey());
        }
        for (long row : forgotten) {
            Past.forget(connection, job, row);
        }
    }

    /** They are durable: the rows' marks are not needed any more. */
    void committed(CallMarks marks) {
        ended.forEach(row -> marks.vacate(row.slot()));
        clear();
    }

    private void clear() {
        exceptional.clear();
        ended.clear();
        pasts.clear();
        forgotten.clear();
    }
}
