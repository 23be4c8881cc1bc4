package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;

/** One call after the other, at a speed that grows a little as long as the API takes them all. Not thread-safe. */
final class Beat {

    /** Lets a late caller catch up, so that imprecise timers do not lower the pace. */
    private static final Duration LATENESS = Duration.ofMillis(100);

    private static final double STEP = 0.02;
    private static final double LARGEST_STEP = 0.25;
    private static final int FIRST_PATIENCE = 250;
    private static final int MOST_PATIENCE = 4000;
    private static final double LONGEST_NANOS = Duration.ofHours(1).toNanos();

    private double interval;
    private Instant next = Instant.MIN;
    private int inRow;
    private int patience = FIRST_PATIENCE;
    private double back = STEP;

    /** @param interval from one call to the next */
    Beat(Duration interval) {
        this.interval = interval.toNanos();
    }

    Instant freeAt(Instant now) {
        return next.isAfter(now) ? next : now;
    }

    void admitted(Instant now) {
        Instant earliest = now.minus(LATENESS);
        next = (next.isAfter(earliest) ? next : earliest).plusNanos((long) interval);
    }

    void accepted() {
        inRow++;
        if (inRow > patience) {
            interval *= 1 - STEP;
            inRow = 0;
        }
    }

    /** A refusal means that this was too fast; another one soon after, that it was much too fast. */
    void refused(Instant reopened) {
        boolean soon = inRow < FIRST_PATIENCE / 2;
        back = soon ? Math.min(2 * back, LARGEST_STEP) : STEP;
        interval = Math.min(interval * (1 + back), LONGEST_NANOS);
        patience = Math.min(2 * patience, MOST_PATIENCE);
        inRow = 0;
        next = reopened.plusNanos((long) interval);
    }
}
