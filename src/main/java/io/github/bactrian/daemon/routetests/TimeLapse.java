package io.github.bactrian.daemon.routetests;

import io.github.bactrian.imports.ImportComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sets the clock to what is due next as soon as nobody does anything but wait. Whether somebody does is seen from the threads;
 * a few looks in a row must agree, because a thread that was just woken still seems to wait.
 */
final class TimeLapse implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int QUIET_LOOKS = 3;

    /** Some libraries have threads that never seem to rest. */
    private static final int MOST_LOOKS = 300;

    private final VirtualClock clock;
    private final ImportComponent imports;
    private final Thread thread = new Thread(this::run, "bactrian-time-lapse");
    private volatile boolean stopping;

    TimeLapse(VirtualClock clock, ImportComponent imports) {
        this.clock = clock;
        this.imports = imports;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        int quiet = 0;
        int looks = 0;
        while (!stopping) {
            LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
            Instant due = due();
            looks = due.equals(Instant.MAX) ? 0 : looks + 1;
            quiet = looks == 0 || isAnybodyAtWork() ? 0 : quiet + 1;
            if (quiet >= QUIET_LOOKS || looks >= MOST_LOOKS) {
                Duration left = Duration.between(clock.instant(), due);
                clock.pass(left.isNegative() ? Duration.ZERO : left);
                imports.wake();
                quiet = 0;
                looks = 0;
            }
        }
    }

    private Instant due() {
        Instant calls = clock.due();
        Instant rows = imports.due();
        return calls.isBefore(rows) ? calls : rows;
    }

    private boolean isAnybodyAtWork() {
        ThreadGroup group = thread.getThreadGroup();
        Thread[] threads = new Thread[group.activeCount() + 16];
        int number = group.enumerate(threads, true);
        for (int i = 0; i < number; i++) {
            Thread.State state = threads[i].getState();
            boolean runs = state == Thread.State.RUNNABLE || state == Thread.State.NEW;
            if (runs && isWatched(threads[i])) {
                return true;
            }
        }
        return false;
    }

    /** The sandbox's threads seem to run while they listen; while they answer, their client runs too. */
    private boolean isWatched(Thread other) {
        String name = other.getName();
        return other != thread && !name.startsWith("vert.x-") && !name.startsWith("surefire-");
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
