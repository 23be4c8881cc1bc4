package io.github.bactrian.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way through the route. Notices if they hang. Not thread-safe. */
final class Flight {
    /** Longer than any wait at the gate or for a token. */
    static final Duration LONG = Duration.ofMinutes(10);

    private final List<Task> rows;
    private final RowCalls calls;
    private volatile @Nullable Thread thread;
    private int moves = -1;
    private Instant movedAt = Instant.MAX;
    private boolean told;

    Flight(List<Task> rows, RowCalls calls) {
        this.rows = rows;
        this.calls = calls;
    }

    /** The calling thread runs them from now on. */
    Flight boarded() {
        thread = Thread.currentThread();
        return this;
    }

    List<Task> rows() {
        return rows;
    }

    RowCalls calls() {
        return calls;
    }

    /** Says once what hangs and where, if no call was on the wire for long; null else. */
    @Nullable
    String hangs(Instant now) {
        if (calls.isUnderWay() || calls.moves() != moves) {
            moves = calls.moves();
            movedAt = now;
        }
        if (told || movedAt.plus(LONG).isAfter(now)) {
            return null;
        }
        told = true;
        Thread runs = thread;
        StackTraceElement[] stack = runs == null ? new StackTraceElement[0] : runs.getStackTrace();
        return "row " + rows.get(0).number() + (rows.size() > 1 ? " and the " + (rows.size() - 1) + " behind it" : "")
                + " has been running for " + LONG.toMinutes() + " minutes with no call on the wire"
                + (stack.length == 0 ? "" : ", at " + stack[0]);
    }
}
