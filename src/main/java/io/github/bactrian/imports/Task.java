package io.github.bactrian.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row on its way through a job. What changes is changed only by the job, under its lock. */
final class Task {
    private final JobRow row;
    private final OpenRow open;

    /** How it ends without being run, null if it is to be run. */
    @Nullable
    Verdict decided;
    /** Whether the process died, or ran out of memory, while it ran: it runs with no other row beside it. */
    boolean suspect;
    /** Whether it has left the queue once. */
    boolean started;
    /** Why it may have taken effect, null if nothing says so. */
    @Nullable
    String doubt;
    /** How often its outcome was in doubt. */
    int doubts;
    /** How often the probe has said, since the row last ran, that it did not take effect. */
    int denials;
    /** Whether the probe is asked next, and not the route. */
    boolean asking;
    /** Which pause, or time between pauses, it was started in. */
    int pace;
    /** What may have come of its runs before this one, which {@code onUnknown} has had repeated. */
    PossibleEffect resent = PossibleEffect.NONE;
    /** The calls that failed when it ran before. */
    List<RowCalls.Made> failedBefore = List.of();
    /** How often the API has failed it. */
    int attempts;
    /** How many rows were done when it first ran; negative before. */
    long doneAtFirst = -1;
    /** When it may run again. */
    Instant notBefore = Instant.MIN;

    Task(JobRow row, OpenRow open) {
        this.row = row;
        this.open = open;
    }

    /** Forgets how it fared so far. */
    void startAnew() {
        attempts = 0;
        doneAtFirst = -1;
    }

    JobRow row() {
        return row;
    }

    long number() {
        return row.number();
    }

    OpenRow open() {
        return open;
    }

    /** Whether it shares its exchange with no other row. */
    boolean isSingle() {
        return suspect || asking || decided != null;
    }
}
