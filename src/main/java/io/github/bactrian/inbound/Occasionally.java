package io.github.bactrian.inbound;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Lets something be said now and then only: anybody can make it happen, as often as they like. */
final class Occasionally {
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);
    private final InstantSource clock;
    private final Duration pause;

    Occasionally(InstantSource clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    boolean isTime() {
        Instant now = clock.instant();
        Instant due = next.get();
        return !now.isBefore(due) && next.compareAndSet(due, now.plus(pause));
    }
}
