package io.github.bactrian.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands still unless told otherwise. */
public final class SettableClock extends Clock {

    private final AtomicInteger readings = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** How often the time was asked for. */
    public int readings() {
        return readings.get();
    }

    @Override
    public Instant instant() {
        readings.incrementAndGet();
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
