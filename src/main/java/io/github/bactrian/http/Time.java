package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** The passing of time, so that tests need not wait for it. */
public interface Time {

    /** The machine's. */
    Time SYSTEM = new Time() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // The caller's business: it knows what it waits for.
        public void await(Lock held, Condition changed, Duration atMost) throws InterruptedException {
            // One millisecond more, lest a wait that ends a little early turns into a busy loop.
            boolean ignored = changed.await(atMost.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    };

    /** What the clock says. */
    Instant now();

    /**
     * Waits for a signal or the end of the time; may return early.
     *
     * @param held the lock of the condition
     */
    void await(Lock held, Condition changed, Duration atMost) throws InterruptedException;
}
