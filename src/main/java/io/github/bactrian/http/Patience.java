package io.github.bactrian.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much longer a call may wait because the API asks for it: {@code call.max-wait}, spent over all its waits. */
final class Patience {

    private Duration left;
    private Duration waited = Duration.ZERO;
    private @Nullable String learned;

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

    /** What the call waited for, in words, if that was what refusals had taught; null if it was anything else. */
    @Nullable
    String learned() {
        return learned;
    }

    void waitsFor(@Nullable String what) {
        learned = what;
    }

    /** @param byApi whether the API asked for the wait; others are free */
    void spend(Duration wait, boolean byApi) {
        waited = waited.plus(wait);
        if (byApi) {
            left = left.minus(wait);
        }
    }
}
