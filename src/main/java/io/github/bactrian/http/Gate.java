package io.github.bactrian.http;

import io.github.bactrian.http.Admission.Pass;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all calls of one profile and tenant go through; who may pass is for {@link Admission} to say. Each {@link #enter} is
 * followed by exactly one of {@link #accepted}, {@link #refused} and {@link #failed}.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int SPINS = 100;
    private static final Duration UNTIL_SIGNAL = Duration.ofMinutes(1);

    /** Not fair: it is held for microseconds, and to hand it over takes longer than to use it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Those who wait for a pass, in the order in which they came and will have it. */
    private final Deque<Condition> queue = new ArrayDeque<>();

    /** Those who wait for their own sake. */
    private final Condition resting = lock.newCondition();

    private final String name;
    private final Lesson lesson;
    private final Admission admission;
    private final Closures closures = new Closures();
    private final Time time;
    private String refusal = "";
    private long releases;
    private boolean stopped;

    /** @param rateKey the setting that overrules what is learned; null if there is none */
    Gate(String name, @Nullable String rateKey, CallSettings settings, Time time) {
        this.name = name;
        this.lesson = new Lesson(name, rateKey);
        this.admission = new Admission(settings);
        this.time = time;
    }

    /**
     * Waits until a call may be made.
     *
     * @throws ThrottledException at once if the API asks for a longer wait than the patience allows
     * @throws CallNotSentException if the waiting callers were released
     */
    Pass enter(Patience patience) throws IOException {
        lock();
        try {
            Instant now = time.now();
            patience.waitsFor(null);
            boolean passes = queue.isEmpty() && !admission.opens(1, now).isAfter(now);
            return passes ? admission.admit(now) : enterInTurn(patience);
        } finally {
            lock.unlock();
        }
    }

    private Pass enterInTurn(Patience patience) throws IOException {
        Condition turn = lock.newCondition();
        queue.add(turn);
        try {
            for (long releasesBefore = releases; ; ) {
                Instant now = time.now();
                Instant opens = admission.opens(queue.size(), now);
                boolean open = !opens.isAfter(now);
                if (open && queue.peek() == turn) {
                    return admission.admit(now);
                }
                boolean byApi = admission.isClosed();
                patience.waitsFor(admission.isHeldByLearned(now) ? lesson.text() : null);
                await(turn, bearable(open ? Instant.MAX : opens, now, patience), releasesBefore);
                patience.spend(Duration.between(now, time.now()), byApi);
            }
        } finally {
            queue.remove(turn);
            signalFirst();
        }
    }

    private void signalFirst() {
        Condition first = queue.peek();
        if (first != null) {
            first.signal();
        }
    }

    private Duration bearable(Instant opens, Instant now, Patience patience) throws ThrottledException {
        boolean unsaid = opens.equals(Instant.MAX);
        Duration wait = unsaid ? UNTIL_SIGNAL : Duration.between(now, opens);
        boolean exhausted =
                unsaid ? patience.left().isZero() || patience.left().isNegative() : wait.compareTo(patience.left()) > 0;
        if (exhausted && admission.isClosed()) {
            throw new ThrottledException(name, unsaid ? now : opens, refusal);
        }
        return unsaid && admission.isClosed() && wait.compareTo(patience.left()) > 0 ? patience.left() : wait;
    }

    /** Waits for its own sake; what the API says meanwhile changes nothing. @throws CallNotSentException if released */
    void rest(Duration duration) throws CallNotSentException {
        lock.lock();
        try {
            long releasesBefore = releases;
            Instant end = time.now().plus(duration);
            for (Instant now = time.now(); now.isBefore(end); now = time.now()) {
                await(resting, Duration.between(now, end), releasesBefore);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // Both callers loop.
    private void await(Condition signal, Duration wait, long releasesBefore) throws CallNotSentException {
        try {
            requireRunning(releasesBefore);
            time.await(lock, signal, wait);
            requireRunning(releasesBefore);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallNotSentException(name + ": interrupted while waiting to call", false, e);
        }
    }

    private void requireRunning(long releasesBefore) throws CallNotSentException {
        if (stopped || releases != releasesBefore) {
            throw new CallNotSentException(name + ": waiting calls were sent back; this one was not made", false, null);
        }
    }

    /** The API took the call, whatever it answered. */
    void accepted(Pass pass, Limits limits) {
        change(() -> admission.accepted(pass, limits, time.now()));
    }

    /**
     * The API refused the call unprocessed.
     *
     * @param until when it may be asked again; empty if it did not say
     * @param requestId in words, as {@link io.github.bactrian.RequestId} has them; empty if the answer had none
     */
    void refused(Pass pass, Optional<Instant> until, String requestId) {
        change(() -> {
            boolean wasClosed = admission.isClosed();
            admission.refused(pass, until, time.now());
            refusal = requestId;
            if (!wasClosed) {
                LOG.info("{}: the API is throttling; no call before {}{}", name, admission.closedUntil(), requestId);
            }
        });
    }

    /** The call was not sent or not answered: nothing is known about the API. */
    void failed(Pass pass) {
        change(() -> admission.failed(pass, time.now()));
    }

    /** Who has the lock gives it back in a microsecond, and to sleep until then takes many. */
    private void lock() {
        for (int spin = 0; spin < SPINS; spin++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    private void change(Runnable change) {
        lock();
        try {
            change.run();
            lesson.note(admission.learned());
            closures.note(admission.isClosed(), time.now());
            if (admission.isClosed()) {
                // each sees for itself whether it can wait so long
                queue.forEach(Condition::signal);
            } else {
                signalFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @param owner null if the gate is that of an origin */
    GateState state(@Nullable Credential owner) {
        lock.lock();
        try {
            return new GateState(
                    name,
                    owner == null ? null : owner.profile().name(),
                    owner == null ? "" : owner.tenant(),
                    admission.closedUntil(),
                    admission.inFlight(),
                    lesson.text(),
                    closures.total(time.now()));
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
        change(() -> {
            releases++;
            stopped = forGood;
            queue.forEach(Condition::signal);
            resting.signalAll();
        });
    }
}
