package io.github.bactrian.http;

import io.github.bactrian.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Passes only when told; then wakes everyone who waits. */
final class SettableTime implements Time {

    final SettableClock clock = new SettableClock();
    final AtomicInteger waiting = new AtomicInteger();
    private final Map<Condition, Lock> conditions = new ConcurrentHashMap<>();

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // As in the interface, the caller loops.
    public void await(Lock held, Condition changed, Duration atMost) throws InterruptedException {
        conditions.put(changed, held);
        waiting.incrementAndGet();
        try {
            changed.await();
        } finally {
            waiting.decrementAndGet();
        }
    }

    void advance(Duration duration) {
        clock.advance(duration);
        conditions.forEach((condition, lock) -> {
            lock.lock();
            try {
                condition.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }
}
