package io.github.bactrian.http;

import java.time.Duration;

/** How much longer a call may wait because the API asks for it: {@code call.max-wait}, spent over all its waits. */
final class Patience {

    private Duration left;
    private Duration waited = Duration.ZERO;

    Patience(Duration left) {
        this.left = left;
    }

    Duration left() {
        return left;
    }

    /** All waits together, whoever caused them. */
    Duration waited() {
        return waited;
    }

    /** @param byApi whether the API asked for the wait; others are free */
    void spend(Duration wait, boolean byApi) {
        waited = waited.plus(wait);
        if (byApi) {
            left = left.minus(wait);
        }
    }
}
