package io.github.bactrian.daemon.routetests;

import io.github.bactrian.http.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Stands still until it is told to go on; whoever waits on it wakes when his time has come. */
public final class VirtualClock extends Clock implements Time {
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private Instant now = Instant.now();

    /** Equal only to itself: two may wait for the same. */
    private static final class Waiter {
        private final Instant due;
        private final Lock lock;
        private final Condition changed;

        Waiter(Instant due, Lock lock, Condition changed) {
            this.due = due;
            this.lock = lock;
            this.changed = changed;
        }

        Instant due() {
            return due;
        }

        void wake() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Sets it, forwards or backwards; nobody wakes before {@link #wakeDue}. */
    synchronized void set(Instant instant) {
        now = instant;
    }

    /** When the first of those who wait is to wake; {@link Instant#MAX} if nobody waits. */
    Instant due() {
        return waiters.stream().map(Waiter::due).min(Comparator.naturalOrder()).orElse(Instant.MAX);
    }

    void wakeDue() {
        Instant reached = instant();
        waiters.stream().filter(waiter -> !waiter.due().isAfter(reached)).forEach(Waiter::wake);
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // As in the interface, the caller loops.
    public void await(Lock held, Condition changed, Duration atMost) throws InterruptedException {
        Waiter waiter = new Waiter(instant().plus(atMost), held, changed);
        waiters.add(waiter);
        try {
            changed.await();
        } finally {
            waiters.remove(waiter);
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public Instant now() {
        return instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are kept in UTC");
    }
}
