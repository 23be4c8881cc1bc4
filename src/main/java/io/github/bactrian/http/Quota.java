package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an API's refusals teach about how many calls it takes in which time: as many as it took between two pauses, in the time
 * between the ends of these pauses. That time may be too long, as pauses are told in whole seconds or guessed; so single calls
 * are made somewhat earlier, one a window, until the time is known to a few parts in a hundred. A refusal of calls that did not
 * press against the limit teaches nothing: what they happened to use is not what there is. Not thread-safe.
 */
final class Quota {

    private static final int LONGEST_MEMORY = 20_000;

    /** Fewer calls between two pauses tell nothing by themselves: somebody else may use the quota, or the API be in trouble. */
    private static final int LEAST_TO_TELL = 3;

    private static final double DENSE = 0.8;
    private static final double LARGEST_STEP = 0.125;
    private static final double NEAR_ENOUGH = 0.08;
    private static final double LEAST_BACK = 0.01;
    private static final double MOST_BACK = 0.25;
    private static final int REST_CALLS = 1000;
    private static final int REST_WINDOWS = 30;
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    /** @param busy for how long calls had been under way by then, in all */
    private record Accepted(Instant at, Duration busy) {}

    private final Deque<Accepted> accepted = new ArrayDeque<>();
    private final Pressure pressure = new Pressure();
    private final boolean learns;
    private @Nullable Window window;

    /** A span of the window that the API has refused. */
    private Duration tooShort = Duration.ZERO;

    private Instant opened = Instant.EPOCH;
    private Instant resized = Instant.EPOCH;
    private Instant refused = Instant.EPOCH;
    private int sinceOpened;
    private int sinceResized;
    private boolean full;
    private boolean sure;
    private boolean scouting;
    private @Nullable Duration trial;
    private boolean trialFailed;

    /** @param learns whether nothing else says what the API takes */
    Quota(boolean learns) {
        this.learns = learns;
    }

    /** What has been learned; empty if nothing. */
    Optional<Pace> learned() {
        return window == null ? Optional.empty() : Optional.of(new Pace(window.most(), window.span()));
    }

    /** As {@link Window#freeAt}; now if nothing has been learned yet. */
    Instant freeAt(int inFlight, Instant now) {
        if (window == null) {
            return now;
        }
        if (scouting) {
            return Instant.MAX;
        }
        Instant free = window.freeAt(inFlight, now);
        if (!free.isAfter(now)) {
            return now;
        }
        full = true;
        pressure.waits();
        boolean due = isTrialDue(window, now);
        if (inFlight > 0 && (due || !sure)) {
            return Instant.MAX;
        }
        return due ? free.minus(window.span()).plus(shorter(window)) : free;
    }

    private boolean isTrialDue(Window known, Instant now) {
        boolean rough = nanosInDoubt(known) > NEAR_ENOUGH * known.span().toNanos();
        long rest = rough ? known.most() : Math.max(REST_CALLS, REST_WINDOWS * (long) known.most());
        boolean rested = sinceResized >= rest || !now.isBefore(resized.plus(LONGEST_REST));
        return sure && rested;
    }

    private double nanosInDoubt(Window known) {
        return known.span().minus(tooShort).toNanos();
    }

    private Duration shorter(Window known) {
        double nanos = known.span().toNanos();
        double half = Math.max(nanosInDoubt(known), NEAR_ENOUGH * nanos) / 2;
        return Duration.ofNanos((long) (nanos - Math.min(half, LARGEST_STEP * nanos)));
    }

    void admitted(int inFlight, Instant now) {
        if (window == null) {
            return;
        }
        boolean early = window.freeAt(inFlight, now).isAfter(now);
        trial = early ? shorter(window) : null;
        scouting = early || (full && !sure);
        full = false;
    }

    /**
     * The API took a call.
     *
     * @param at when it can have counted the call at the latest
     * @param busy for how long calls have been under way, in all
     */
    void accepted(Instant at, Duration busy) {
        if (!learns) {
            return;
        }
        sinceOpened++;
        sinceResized++;
        if (window == null) {
            accepted.addLast(new Accepted(at, busy));
            if (accepted.size() > LONGEST_MEMORY) {
                accepted.removeFirst();
            }
            return;
        }
        window.take(at);
        if (trial != null) {
            resize(window.most(), trial, at);
            tooShort = tooShort.compareTo(trial) < 0 ? tooShort : Duration.ZERO;
            trial = null;
        }
        scouting = false;
        sure = sure || 2 * sinceOpened > 3 * window.most();
    }

    private void resize(int most, Duration span, Instant at) {
        if (window != null) {
            window.resize(most, span);
        }
        resized = at;
        sinceResized = 0;
    }

    /** A call was refused that was made when the API was thought to be open. */
    void refused(Instant sentAt, Duration busy) {
        refused = sentAt;
        pressure.refused(sentAt, busy);
        if (trial != null) {
            tooShort = trial;
            trialFailed = true;
        }
        failed();
    }

    /** A call told nothing; another one may find out. */
    void failed() {
        scouting = false;
        trial = null;
    }

    /**
     * A call was accepted after refusals.
     *
     * @param told the API had said that no call before then would be
     */
    void opened(Instant at, @Nullable Instant told, Duration busy) {
        if (!learns) {
            return;
        }
        Instant closed = told == null || told.isBefore(refused) ? refused : told;
        if (window == null) {
            learn(at, closed);
        } else if (!trialFailed && !pressure.since(opened)) {
            beginAnew(at, busy);
            return;
        } else if (!trialFailed && sinceOpened > window.most()) {
            slowDown(window, at);
        } else if (!trialFailed && sinceOpened < Math.min(LEAST_TO_TELL, window.most())) {
            return;
        } else if (!trialFailed) {
            tooShort = Duration.between(opened, closed);
            resize(Math.max(1, sinceOpened), Duration.between(opened, at), at);
            sure = false;
        }
        beginAnew(at, busy);
        resized = at;
        sinceResized = 0;
        full = false;
        trialFailed = false;
    }

    private void beginAnew(Instant at, Duration busy) {
        opened = at;
        pressure.opened(busy);
        sinceOpened = 0;
    }

    /** The calls went well for a while, but a little too fast. */
    private void slowDown(Window known, Instant at) {
        double nanos = known.span().toNanos();
        double taken = Duration.between(resized, at).toNanos() * (double) known.most() / Math.max(1, sinceResized);
        double slower = Math.max((1 + LEAST_BACK) * nanos, Math.min((1 + MOST_BACK) * nanos, taken));
        tooShort = known.span();
        resize(known.most(), Duration.ofNanos((long) slower), at);
        sure = false;
    }

    /** Of all calls so far those count that were densest, for the API may have been idle before. */
    private void learn(Instant at, Instant closed) {
        if (accepted.size() < LEAST_TO_TELL) {
            accepted.clear();
            return;
        }
        double densest = 0;
        int left = accepted.size();
        for (Accepted from : accepted) {
            densest = Math.max(densest, perMilli(left--, from.at(), at));
        }
        while (accepted.size() > 1
                && perMilli(accepted.size(), accepted.getFirst().at(), at) < densest * DENSE) {
            accepted.removeFirst();
        }
        Instant start = accepted.getFirst().at();
        if (!pressure.since(start, accepted.getFirst().busy())) {
            accepted.clear();
            return;
        }
        tooShort = Duration.between(start, closed);
        Window found = new Window(accepted.size(), Duration.between(start, at));
        accepted.forEach(one -> found.take(one.at()));
        accepted.clear();
        window = found;
    }

    private static double perMilli(int calls, Instant from, Instant to) {
        return calls / (double) Math.max(1, Duration.between(from, to).toMillis());
    }

    /**
     * How many calls under way are enough to use the quota, so that a closing door meets few.
     *
     * @param call how long one takes
     */
    double mostInFlight(Duration call) {
        if (window == null) {
            return Double.MAX_VALUE;
        }
        double needed = window.most()
                * (double) call.toNanos()
                / Math.max(1, window.span().toNanos());
        return Math.max(2, Math.max(window.most() / 16.0, 1.5 * needed));
    }
}
