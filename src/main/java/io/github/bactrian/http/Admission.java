package io.github.bactrian.http;

import io.github.bactrian.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the next call may be made: what the API has said, what its refusals have taught, and what the profile sets. Each
 * {@link #admit} is followed by exactly one of {@link #accepted}, {@link #refused} and {@link #failed}. Not thread-safe.
 */
final class Admission {

    /**
     * The right to make one call.
     *
     * @param at when it was given
     * @param closings how often the API had asked for a pause by then
     * @param probe whether it was given to find out whether the pause is over
     */
    record Pass(Instant at, long closings, boolean probe) {}

    private static final Backoff UNTOLD = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** The first calls also open connections, and tell little of how long others take. */
    private static final int ENOUGH = 64;

    private final Ramp ramp;
    private final Quota quota;
    private final @Nullable Window rate;
    private final int maxInFlight;

    private @Nullable Instant closedUntil;
    private @Nullable Instant told;
    private boolean refusedSinceOpen;
    private long closings;
    private int refusalsInRow;
    private boolean probing;
    private int inFlight;
    private Duration busy = Duration.ZERO;
    private Instant busyUntil = Instant.EPOCH;
    private int remaining = Integer.MAX_VALUE;
    private Instant slowUntil = Instant.MIN;
    private Duration shortestCall = Duration.ofDays(1);
    private int measured;
    private double mostAtOnce;

    Admission(CallSettings settings) {
        rate = settings.pace()
                .map(pace -> new Window(pace.calls(), pace.time()))
                .orElse(null);
        ramp = new Ramp(rate != null);
        quota = new Quota(rate == null);
        maxInFlight = settings.maxInFlight();
        mostAtOnce = maxInFlight;
    }

    /**
     * When one more call may be made; not after {@code now} if at once.
     *
     * @param waiting calls that want to be made, this one included
     * @return {@link Instant#MAX} if not before another call has ended
     */
    Instant opens(int waiting, Instant now) {
        if (closedUntil != null) {
            return now.isBefore(closedUntil) ? closedUntil : probing ? Instant.MAX : now;
        }
        if (inFlight + 1 > mostAtOnce
                || !ramp.admits(inFlight, inFlight + waiting)
                || inFlight >= Math.max(1, remaining)) {
            return Instant.MAX;
        }
        Instant byRate = rate == null ? now : rate.freeAt(inFlight, now);
        Instant byQuota = quota.freeAt(inFlight, now);
        Instant later = byRate.isAfter(byQuota) ? byRate : byQuota;
        return later.isAfter(slowUntil) ? later : slowUntil;
    }

    /** Whether it is the API, by its own word, that holds calls now; otherwise it is this side. */
    boolean isClosed() {
        return closedUntil != null;
    }

    /** When the API may be asked again; null if it is open. */
    @Nullable
    Instant closedUntil() {
        return closedUntil;
    }

    /** Calls that were admitted and have not ended. */
    int inFlight() {
        return inFlight;
    }

    /** Whether calls wait for what the API's refusals have taught. */
    boolean isHeldByLearned(Instant now) {
        return closedUntil == null && quota.freeAt(inFlight, now).isAfter(now);
    }

    /** What the API's refusals have taught; empty if nothing. */
    Optional<Pace> learned() {
        return quota.learned();
    }

    Pass admit(Instant now) {
        busy(now);
        inFlight++;
        probing = closedUntil != null;
        if (!probing) {
            quota.admitted(inFlight - 1, now);
        }
        return new Pass(now, closings, probing);
    }

    /**
     * The API took the call.
     *
     * @param limits what the answer says about the calls to come
     */
    void accepted(Pass pass, Limits limits, Instant now) {
        Duration took = Duration.between(pass.at(), now);
        shortestCall = took.compareTo(shortestCall) < 0 ? took : shortestCall;
        measured++;
        Instant counted = leave(pass, now);
        if (closedUntil == null) {
            refusalsInRow = 0;
        } else if (pass.probe() && pass.closings() == closings) {
            open(pass.at());
        }
        quota.accepted(counted, busy);
        ramp.accepted();
        mostAtOnce = Math.min(maxInFlight, quota.mostInFlight(shortestCall));
        obey(limits, now);
    }

    /** For how long calls have been under way, in all. */
    private void busy(Instant now) {
        busy = inFlight == 0 ? busy : busy.plus(Duration.between(busyUntil, now));
        busyUntil = now;
    }

    private void open(Instant at) {
        if (refusedSinceOpen) {
            quota.opened(at, told, busy);
        }
        refusedSinceOpen = false;
        closedUntil = null;
        refusalsInRow = 0;
        ramp.restart();
    }

    private void obey(Limits limits, Instant now) {
        remaining = limits.remaining().orElse(Integer.MAX_VALUE);
        if (limits.isUsedUp()) {
            limits.reset().ifPresent(reset -> close(now.plus(reset)));
        }
        if (limits.isNear() && !slowUntil.isAfter(now)) {
            slowUntil = now.plus(limits.relief());
            ramp.narrow(inFlight + 1);
        }
    }

    /**
     * The API refused the call unprocessed.
     *
     * @param until when it may be asked again; empty if it did not say
     */
    void refused(Pass pass, Optional<Instant> until, Instant now) {
        leave(pass, now);
        boolean news = closedUntil == null || pass.closings() == closings;
        if (pass.closings() == closings) {
            refusalsInRow++;
            refusedSinceOpen = true;
            quota.refused(pass.at(), busy);
            told = until.map(end -> pass.at().plus(Duration.between(now, end)).minusSeconds(1))
                    .orElse(null);
        }
        if (until.isPresent() || news) {
            close(until.orElseGet(() -> now.plus(UNTOLD.after(Math.max(1, refusalsInRow)))));
        }
    }

    private void close(Instant until) {
        if (closedUntil == null || until.isAfter(closedUntil)) {
            closedUntil = until;
            closings++;
        }
    }

    /** The call was not sent or not answered: nothing is known about the API. */
    void failed(Pass pass, Instant now) {
        leave(pass, now);
        quota.failed();
    }

    /** When the API can have counted the call at the latest. */
    private Instant leave(Pass pass, Instant now) {
        busy(now);
        inFlight--;
        probing = probing && !pass.probe();
        Instant latest =
                measured < ENOUGH ? now : now.minus(shortestCall.multipliedBy(9).dividedBy(10));
        Instant counted = latest.isAfter(pass.at()) ? latest : pass.at();
        if (rate != null) {
            rate.take(counted);
        }
        return counted;
    }
}
