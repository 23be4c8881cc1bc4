package io.github.bactrian;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits that double with each failure in a row, each lengthened at random by up to a fifth so that callers do not come back
 * together.
 *
 * @param first the wait after the first failure
 * @param longest what no wait exceeds, except by its random part
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    /**
     * How long to wait now.
     *
     * @param failures in a row so far, at least one
     */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        return wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 5 + 1));
    }
}
