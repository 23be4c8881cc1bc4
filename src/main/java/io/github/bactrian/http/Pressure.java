package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls have pressed against a limit since the API was open last: they waited, or were under way for half of the time
 * until one was refused. Not thread-safe.
 */
final class Pressure {
    private Duration busyWhenOpened = Duration.ZERO;
    private @Nullable Instant refused;
    private Duration busyWhenRefused = Duration.ZERO;
    private boolean waited;

    /** @param busy for how long calls have been under way, in all */
    void opened(Duration busy) {
        busyWhenOpened = busy;
        refused = null;
        waited = false;
    }

    /** Calls wait for a limit. */
    void waits() {
        waited = true;
    }

    /**
     * A call was refused. Those after it are attempts that come one by one.
     *
     * @param sentAt when it was made
     */
    void refused(Instant sentAt, Duration busy) {
        if (refused == null) {
            refused = sentAt;
            busyWhenRefused = busy;
        }
    }

    boolean since(Instant opened) {
        return since(opened, busyWhenOpened);
    }

    boolean since(Instant time, Duration busySince) {
        Duration busy = busyWhenRefused.minus(busySince).multipliedBy(2);
        return waited || (refused != null && busy.compareTo(Duration.between(time, refused)) >= 0);
    }
}
