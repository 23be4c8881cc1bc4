package io.github.bactrian.http;

import io.github.bactrian.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of one profile and tenant go through. A refusal closes it for everyone; when the time is over one call
 * probes, and its answer opens the gate or closes it again. Each {@link #enter} is followed by exactly one of
 * {@link #answered}, {@link #refused} and {@link #failed}.
 */
final class Gate {

    /**
     * The right to make one call.
     *
     * @param closings how often the gate had been closed when it was given
     * @param probe whether it was given while the gate was closed
     */
    record Pass(long closings, boolean probe) {}

    private static final Backoff UNTOLD = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final Duration UNTIL_SIGNAL = Duration.ofMinutes(1);

    /** Lets a late caller catch up, so that imprecise timers do not lower the pace. */
    private static final Duration LATENESS = Duration.ofMillis(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String name;
    private final CallSettings settings;
    private final Time time;

    private @Nullable Instant closedUntil;
    private long closings;
    private int refusalsInRow;
    private boolean probing;
    private int inFlight;
    private Instant nextSlot = Instant.EPOCH;
    private long releases;
    private boolean stopped;

    Gate(String name, CallSettings settings, Time time) {
        this.name = name;
        this.settings = settings;
        this.time = time;
    }

    /**
     * Waits until a call may be made.
     *
     * @param deadline when a wait asked for by the server has to be over; the profile's own pace is not subject to it
     * @throws ThrottledException at once if the wait would not be over by then
     * @throws CallNotSentException if the waiting callers were released
     */
    Pass enter(Instant deadline) throws IOException {
        lock.lock();
        try {
            for (long releasesBefore = releases; ; ) {
                Instant now = time.now();
                Duration wait = waitFrom(now, deadline);
                if (wait.isZero()) {
                    return admit(now);
                }
                requireRunning(releasesBefore);
                time.await(lock, changed, wait);
                requireRunning(releasesBefore);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallNotSentException(name + ": interrupted while waiting to call", false, e);
        } finally {
            lock.unlock();
        }
    }

    private Duration waitFrom(Instant now, Instant deadline) throws ThrottledException {
        if (closedUntil != null && (now.isBefore(closedUntil) || probing)) {
            Instant opens = now.isBefore(closedUntil) ? closedUntil : now.plusMillis(1);
            if (opens.isAfter(deadline)) {
                throw new ThrottledException(name, opens);
            }
            return now.isBefore(closedUntil) ? Duration.between(now, opens) : Duration.between(now, deadline);
        }
        if (inFlight >= settings.maxInFlight()) {
            return UNTIL_SIGNAL;
        }
        return nextSlot.isAfter(now) ? Duration.between(now, nextSlot) : Duration.ZERO;
    }

    private Pass admit(Instant now) {
        inFlight++;
        settings.pace().ifPresent(pace -> {
            Instant earliest = now.minus(LATENESS);
            nextSlot = (nextSlot.isAfter(earliest) ? nextSlot : earliest).plus(pace.interval());
        });
        probing = closedUntil != null;
        return new Pass(closings, probing);
    }

    private void requireRunning(long releasesBefore) throws CallNotSentException {
        if (stopped || releases != releasesBefore) {
            throw new CallNotSentException(name + ": waiting calls were sent back; this one was not made", false, null);
        }
    }

    /** The API answered, and not to be asked later. This is where a slow ramp would begin. */
    void answered(Pass pass) {
        leave(pass, () -> {
            if (pass.probe() || closedUntil == null) {
                closedUntil = null;
                refusalsInRow = 0;
            }
        });
    }

    /**
     * The API refused the call unprocessed.
     *
     * @param until when it may be asked again; empty if it did not say
     */
    void refused(Pass pass, Optional<Instant> until) {
        leave(pass, () -> {
            if (closedUntil == null || pass.closings() == closings) {
                closings++;
                refusalsInRow++;
                closedUntil = until.orElseGet(() -> time.now().plus(UNTOLD.after(refusalsInRow)));
            } else if (until.isPresent() && until.get().isAfter(closedUntil)) {
                closedUntil = until.get();
            }
        });
    }

    /** The call was not sent or not answered: nothing is known about the API. */
    void failed(Pass pass) {
        leave(pass, () -> {});
    }

    private void leave(Pass pass, Runnable change) {
        lock.lock();
        try {
            inFlight--;
            probing = probing && !pass.probe();
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends all waiting callers back.
     *
     * @param forGood whether later ones are sent back too, instead of waiting
     */
    void release(boolean forGood) {
        lock.lock();
        try {
            releases++;
            stopped = forGood;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
