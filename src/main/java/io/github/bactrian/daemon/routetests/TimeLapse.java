package io.github.bactrian.daemon.routetests;

import io.github.bactrian.imports.ImportComponent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the clock to what is due next as soon as nobody does anything but wait. Whether somebody does is seen from the threads;
 * a few looks in a row must agree, because a thread that was just woken still seems to wait.
 */
final class TimeLapse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimeLapse.class);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final int QUIET_LOOKS = 3;

    /** Some libraries have threads that never seem to rest. */
    private static final int MOST_LOOKS = 500;

    private static final Pattern SELECTOR = Pattern.compile("sun[.]nio[.]ch[.](EPoll|KQueue|WEPoll|\\w*Selector).*");

    private final VirtualClock clock;
    private final ImportComponent imports;
    private final Thread thread = new Thread(this::run, "bactrian-time-lapse");
    private volatile boolean stopping;
    private volatile boolean active;

    TimeLapse(VirtualClock clock, ImportComponent imports) {
        this.clock = clock;
        this.imports = imports;
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the clock is set at all: one clock may serve several. */
    void setActive(boolean active) {
        this.active = active;
    }

    private void run() {
        int quiet = 0;
        int looks = 0;
        while (!stopping) {
            LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
            Instant due = active ? due() : Instant.MAX;
            looks = due.equals(Instant.MAX) ? 0 : looks + 1;
            quiet = looks == 0 || isAnybodyAtWork() ? 0 : quiet + 1;
            if (quiet >= QUIET_LOOKS || looks >= MOST_LOOKS) {
                goOn(due);
                quiet = 0;
                looks = 0;
            }
        }
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        goOn(now().plus(time));
    }

    /** Sets the clock, unless it is past that, and has everybody know. */
    synchronized void goOn(Instant due) {
        if (due.isAfter(clock.instant())) {
            clock.set(due);
        }
        try {
            imports.clockWasSet();
        } catch (IOException e) {
            // The job cannot go on for the same reason, and says so.
            LOG.debug("The leases of imports are not renewed", e);
        }
        clock.wakeDue();
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
        return Arrays.stream(threads, 0, number).anyMatch(this::isAtWork);
    }

    private boolean isAtWork(Thread other) {
        Thread.State state = other.getState();
        boolean runs = state == Thread.State.RUNNABLE || state == Thread.State.NEW;
        return runs && other != thread && !other.getName().startsWith("surefire-") && !isListening(other);
    }

    /** Threads of servers and clients seem to run while they wait for something to arrive. */
    private static boolean isListening(Thread other) {
        StackTraceElement[] frames = other.getStackTrace();
        return frames.length > 0 && SELECTOR.matcher(frames[0].getClassName()).matches();
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
