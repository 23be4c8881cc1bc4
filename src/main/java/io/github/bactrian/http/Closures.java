package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a gate was closed, in all. Not thread-safe. */
final class Closures {
    private Duration over = Duration.ZERO;
    private @Nullable Instant since;

    void note(boolean closed, Instant now) {
        if (closed && since == null) {
            since = now;
        } else if (!closed) {
            over = total(now);
            since = null;
        }
    }

    /** With the closure that lasts. */
    Duration total(Instant now) {
        return since == null ? over : over.plus(Duration.between(since, now));
    }
}
