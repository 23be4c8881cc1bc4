package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What an API's refusals teach about how many calls it takes in which time. What it took between two pauses, and the time
 * between the ends of these pauses, are the quota. It is kept until the API refuses again; now and then a single call is made
 * a little early, to see whether there is more. Not thread-safe.
 */
final class Quota {

    private static final int LONGEST_MEMORY = 20_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double SMALLEST_STEP = 0.02;
    private static final double LARGEST_STEP = 0.04;
    private static final double LARGEST_EXCESS = 0.1;
    private static final double LEAST_OF_WINDOW = 0.6;
    private static final int LEAST_TO_TELL = 8;
    private static final int FIRST_PATIENCE = 16;
    private static final int MOST_PATIENCE = 64;

    private final Deque<Instant> accepted = new ArrayDeque<>();
    private @Nullable Window window;
    private @Nullable Beat beat;
    private @Nullable Instant opened;
    private Instant refused = Instant.EPOCH;
    private int sinceOpened;
    private int sinceTrial;
    private boolean full;
    private boolean confirmed;
    private boolean sure;
    private boolean scouting;
    private boolean trying;
    private boolean tried;
    private double excess = SMALLEST_STEP;
    private double step = SMALLEST_STEP;
    private int patience = FIRST_PATIENCE;

    /** As {@link Window#freeAt}; now if nothing has been learned yet. */
    Instant freeAt(int inFlight, Instant now) {
        if (beat != null) {
            return beat.freeAt(now);
        }
        if (window == null) {
            return now;
        }
        if (scouting || (full && !sure && inFlight > 0)) {
            return Instant.MAX;
        }
        Instant free = window.freeAt(inFlight, now);
        full = full || free.isAfter(now);
        if (sure && !trying && inFlight == 0 && free.isAfter(now) && sinceTrial > (long) patience * window.most()) {
            return free.minus(scaled(window.span(), step));
        }
        return free;
    }

    void admitted(int inFlight, Instant now) {
        if (beat != null) {
            beat.admitted(now);
            return;
        }
        if (window == null) {
            return;
        }
        trying = sure && window.freeAt(inFlight, now).isAfter(now);
        scouting = trying || (full && !sure);
        full = trying;
    }

    boolean isScouting() {
        return scouting;
    }

    boolean isSure() {
        return sure || beat != null;
    }

    /** @param at when the API can have counted the call at the latest */
    void accepted(Instant at) {
        sinceOpened++;
        sinceTrial++;
        if (beat != null) {
            beat.accepted();
            return;
        }
        if (window == null) {
            accepted.addLast(at);
            if (accepted.size() > LONGEST_MEMORY) {
                accepted.removeFirst();
            }
            return;
        }
        window.take(at);
        if (trying) {
            window.resize(window.most(), scaled(window.span(), 1 - step));
            step = Math.min(2 * step, LARGEST_STEP);
            patience = 2;
            sinceTrial = 0;
        }
        scouting = false;
        trying = false;
        sure = sure || 2 * sinceOpened > 3 * window.most();
    }

    /** A call was refused that was made when the API was thought to be open. */
    void refused(Instant sentAt) {
        refused = sentAt;
        tried = tried || trying;
        scouting = false;
        trying = false;
    }

    /**
     * A call was accepted after refusals.
     *
     * @param told the API had said that no call before then would be
     */
    void opened(Instant at, @Nullable Instant told) {
        if (beat != null) {
            beat.refused(at);
            return;
        }
        boolean fresh = window != null && !confirmed;
        boolean soon = window != null && sinceOpened < 4 * window.most();
        excess = soon ? Math.min(2 * excess, LARGEST_EXCESS) : SMALLEST_STEP;
        if (window == null && accepted.size() < LEAST_TO_TELL) {
            accepted.clear();
        } else if (window == null) {
            window = densest(at, told);
        } else if (tried) {
            step = SMALLEST_STEP;
            patience = Math.min(2 * patience, MOST_PATIENCE);
        } else if (fresh && sinceOpened < LEAST_OF_WINDOW * window.most()) {
            if (sinceOpened < LEAST_TO_TELL) {
                return;
            }
            beat = new Beat(Duration.between(opened, at).dividedBy(sinceOpened));
        } else if (opened != null && wasWindow(window, opened, at)) {
            window.resize(Math.max(1, sinceOpened), span(opened, at, told));
            sure = false;
        } else {
            window.resize(window.most(), scaled(window.span(), 1 + excess));
            sure = false;
        }
        confirmed = confirmed || fresh;
        opened = at;
        sinceOpened = 0;
        sinceTrial = 0;
        full = false;
        tried = false;
    }

    /** Whether the API's window is likely to have begun and ended with its pauses. */
    private boolean wasWindow(Window known, Instant from, Instant to) {
        return sinceOpened <= known.most()
                && sinceOpened >= LEAST_OF_WINDOW * known.most()
                && Duration.between(from, to).multipliedBy(2).compareTo(known.span()) >= 0;
    }

    /** The time in which the calls were densest, for the API may have been idle before. */
    private Window densest(Instant at, @Nullable Instant told) {
        double densest = 0;
        int left = accepted.size();
        for (Instant from : accepted) {
            densest = Math.max(densest, perMilli(left--, from, at));
        }
        while (accepted.size() > 1 && perMilli(accepted.size(), accepted.getFirst(), at) < densest / 2) {
            accepted.removeFirst();
        }
        Instant start = accepted.isEmpty() ? refused : accepted.getFirst();
        int most = Math.max(1, accepted.size());
        Window found = new Window(most, span(start, at, told));
        accepted.forEach(found::take);
        accepted.clear();
        return found;
    }

    private static double perMilli(int calls, Instant from, Instant to) {
        return calls / (double) Math.max(1, Duration.between(from, to).toMillis());
    }

    /** APIs count in whole seconds, and round up when they tell how many are left. */
    private Duration span(Instant from, Instant to, @Nullable Instant told) {
        Duration longest = Duration.between(from, to);
        Duration whole = Duration.ofSeconds(longest.toSeconds());
        Instant soonest = told == null || told.isBefore(refused) ? refused : told;
        return whole.compareTo(SECOND) > 0 && from.plus(whole).isAfter(soonest) ? whole : longest;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.min(86_400_000, 1 + (long) (duration.toMillis() * factor)));
    }
}
