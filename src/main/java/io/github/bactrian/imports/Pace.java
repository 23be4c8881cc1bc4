package io.github.bactrian.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How many rows may run at once: all that {@code parallel} allows, none during a pause, and one when a pause is over, until
 * that one has shown that work can go on. Not thread-safe.
 */
final class Pace {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Each trial leaves the rows of one exchange unknown. */
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(15);

    private final int parallel;
    private Duration backoff = SHORTEST;
    private int pauses;
    private boolean outage;
    private @Nullable String reason;
    private @Nullable Instant since;
    private @Nullable Instant until;

    Pace(int parallel) {
        this.parallel = parallel;
    }

    /** Why work pauses, null if it does not. */
    @Nullable
    String reason() {
        return reason;
    }

    /** When one row will be tried, null if work does not pause. */
    @Nullable
    Instant until() {
        return until;
    }

    /** Names the present pause; to be given back to {@link #succeeded}. */
    int mark() {
        return pauses;
    }

    boolean mayStart(int inFlight, Instant now) {
        if (until == null) {
            return inFlight < parallel;
        }
        return inFlight == 0 && !now.isBefore(until);
    }

    /**
     * How long no row starts unless one in flight ends; a second at most.
     *
     * @param firstDue when the first row that waits may start, null if none waits
     */
    long millisUntilStart(Instant now, @Nullable Instant firstDue) {
        Instant due = due(now, firstDue, now.plusSeconds(1));
        return Math.max(1, now.until(due, ChronoUnit.MILLIS));
    }

    /** When the next row may start, as far as it waits for its time; {@code atLatest} if none does, or not before. */
    Instant due(Instant now, @Nullable Instant firstDue, Instant atLatest) {
        Instant due = atLatest;
        for (Instant at : new Instant[] {until, firstDue}) {
            due = at != null && at.isAfter(now) && at.isBefore(due) ? at : due;
        }
        return due;
    }

    /**
     * Work cannot go on now.
     *
     * @param retryAt when it may, null if nobody said
     * @return whether this begins a pause
     */
    boolean pause(String why, @Nullable Instant retryAt, Instant now) {
        boolean begins = until == null;
        boolean probeFailed = until != null && !now.isBefore(until);
        if (begins) {
            since = now;
        } else if (probeFailed) {
            Duration longest = outage ? LONGEST_OUTAGE : LONGEST;
            backoff = backoff.multipliedBy(2).compareTo(longest) < 0 ? backoff.multipliedBy(2) : longest;
        }
        if (begins || probeFailed) {
            pauses++;
            until = now.plusMillis(
                    ThreadLocalRandom.current().nextLong(backoff.toMillis() * 3 / 4, backoff.toMillis() + 1));
        }
        if (retryAt != null && retryAt.isAfter(until)) {
            until = retryAt;
        }
        reason = why;
        return begins;
    }

    /**
     * Pauses because calls that must not be repeated get no answer. Rows that end without one do not end this pause.
     *
     * @return whether this begins a pause
     */
    boolean outage(String why, Instant now) {
        outage = true;
        return pause(why, null, now);
    }

    /**
     * A row came through.
     *
     * @param mark when it was started
     * @return whether this ends a pause
     */
    boolean succeeded(int mark) {
        return !outage && ends(mark);
    }

    /**
     * A call that must not be repeated was answered.
     *
     * @param mark when its row was started
     * @return whether this ends an outage
     */
    boolean answered(int mark) {
        return outage && ends(mark);
    }

    private boolean ends(int mark) {
        if (until == null || mark != pauses) {
            return false;
        }
        outage = false;
        backoff = SHORTEST;
        reason = null;
        since = null;
        until = null;
        return true;
    }

    boolean pausedLongerThan(Duration most, Instant now) {
        return since != null && Duration.between(since, now).compareTo(most) > 0;
    }
}
