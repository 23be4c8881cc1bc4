package io.github.bactrian.imports;

import io.github.bactrian.imports.Ledger.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is to be written, and when: at once, within 50 ms, or every 10 seconds. Handed out in groups, one a transaction. */
final class ChangeQueue {
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Change> urgent = new LinkedHashSet<>();
    private final Set<Change> gathering = new LinkedHashSet<>();
    private final Set<Change> leases = new LinkedHashSet<>();
    private long gatheringSince;
    private long renewedAt = System.nanoTime();
    private boolean closed;
    private @Nullable LedgerException broken;

    /** To be written in the next group. */
    void now(Change change) {
        lock.lock();
        try {
            if (!refused(change) && urgent.add(change)) {
                gathering.remove(change);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** To be written within 50 ms. */
    void soon(Change change) {
        lock.lock();
        try {
            if (!refused(change) && !urgent.contains(change) && gathering.add(change) && gathering.size() == 1) {
                gatheringSince = System.nanoTime();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean refused(Change change) {
        if (broken != null) {
            change.failed(broken);
        }
        return broken != null;
    }

    /** To be written every 10 seconds, until {@link #forget}. */
    void regularly(Change change) {
        lock.lock();
        try {
            if (!refused(change)) {
                leases.add(change);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has all that is written regularly written in the next group. */
    void renewNow() {
        lock.lock();
        try {
            urgent.addAll(leases);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void forget(Change change) {
        lock.lock();
        try {
            leases.remove(change);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next group, but not longer than half a second: empty if nothing is due by then. */
    List<Change> next() throws InterruptedException {
        lock.lock();
        try {
            awaitDue();
            if (System.nanoTime() - renewedAt >= RENEW_NANOS) {
                urgent.addAll(leases);
                renewedAt = System.nanoTime();
            }
            Set<Change> group = new LinkedHashSet<>(urgent);
            if (!urgent.isEmpty() || isGathered()) {
                group.addAll(gathering);
                gathering.clear();
            }
            urgent.clear();
            return List.copyOf(group);
        } finally {
            lock.unlock();
        }
    }

    private boolean isGathered() {
        return closed || System.nanoTime() - gatheringSince >= GATHER_NANOS;
    }

    private void awaitDue() throws InterruptedException {
        long until = System.nanoTime() + LOOK_NANOS;
        for (long wait = untilDue(until); urgent.isEmpty() && !closed && wait > 0; wait = untilDue(until)) {
            changed.awaitNanos(wait);
        }
    }

    private long untilDue(long until) {
        long due = gathering.isEmpty() ? renewedAt + RENEW_NANOS : gatheringSince + GATHER_NANOS;
        return Math.min(due, until) - System.nanoTime();
    }

    /** Waits so long, or until the queue is closed. */
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; left > 0 && !closed; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes; what has gathered is handed out at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            leases.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more comes and nothing is left. */
    boolean isOver() {
        lock.lock();
        try {
            return closed && urgent.isEmpty() && gathering.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Why everything that comes fails; null if it does not. */
    @Nullable
    LedgerException broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** What comes from now on is to be written again. */
    void mended() {
        lock.lock();
        try {
            broken = null;
            renewedAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Fails everything that is in it, and everything that comes. */
    void fail(LedgerException reason) {
        List<Change> all;
        lock.lock();
        try {
            broken = reason;
            all = new ArrayList<>(urgent);
            all.addAll(gathering);
            all.addAll(leases);
            urgent.clear();
            gathering.clear();
            leases.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(change -> change.failed(reason));
    }
}
