package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** At most a number of calls in any time of a length, bursts allowed. Not thread-safe. */
final class Window {

    private final Deque<Instant> taken = new ArrayDeque<>();
    private int most;
    private Duration span;

    Window(int most, Duration span) {
        this.most = most;
        this.span = span;
    }

    int most() {
        return most;
    }

    Duration span() {
        return span;
    }

    /** Keeps the calls counted so far. */
    void resize(int newMost, Duration newSpan) {
        most = newMost;
        span = newSpan;
    }

    /** @param at not before those counted already */
    void take(Instant at) {
        taken.addLast(at);
    }

    /**
     * When one more call may be made; not after {@code now} if at once.
     *
     * @param inFlight calls that have not been counted yet
     * @return {@link Instant#MAX} if not before one of these has ended
     */
    Instant freeAt(int inFlight, Instant now) {
        while (!taken.isEmpty() && !taken.getFirst().plus(span).isAfter(now)) {
            taken.removeFirst();
        }
        int tooMany = taken.size() + inFlight - most + 1;
        if (tooMany > taken.size()) {
            return Instant.MAX;
        }
        Instant free = now;
        Iterator<Instant> oldest = taken.iterator();
        for (int i = 0; i < tooMany; i++) {
            free = oldest.next().plus(span);
        }
        return free;
    }
}
