package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/** Rows that call an API with a hard quota, 64 at once, in virtual time: what takes hours passes in a moment, and always alike. */
final class SimulatedRun {

    static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");
    private static final int WIDTH = 64;

    /** @param refused how many calls were refused */
    record Result(Duration took, int refused) {}

    private record Event(Instant at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random = new Random(1);
    private final HardQuota api;
    private final Admission admission;
    private final Duration way;
    private long number;
    private int toAdmit;
    private int toFinish;
    private int idle = WIDTH;
    private int refused;
    private Instant now = BEGIN;
    private Instant offered = Instant.MAX;

    /** @param way of a request to the API, and of its answer back; varies by a tenth */
    SimulatedRun(HardQuota api, CallSettings settings, int rows, Duration way) {
        this.api = api;
        this.admission = new Admission(settings);
        this.way = way;
        this.toAdmit = rows;
        this.toFinish = rows;
    }

    /** The least time in which all rows can be done by somebody who knows the quota. */
    static Duration ideal(HardQuota api, int rows, Duration way) {
        Instant arrival = BEGIN.plus(way);
        for (int row = 0; row < rows; row++) {
            arrival = api.free(arrival);
            api.accept(arrival);
        }
        return Duration.between(BEGIN, arrival.plus(way));
    }

    Result run() {
        offer();
        while (toFinish > 0) {
            Event next = events.remove();
            now = next.at();
            next.action().run();
        }
        return new Result(Duration.between(BEGIN, now), refused);
    }

    private void in(Duration delay, Runnable action) {
        events.add(new Event(now.plus(delay), number++, action));
    }

    private Duration varied() {
        return way.plusNanos((long) (way.toNanos() * random.nextDouble() / 10));
    }

    /** Makes the calls that may be made now; comes back when the next may be. */
    private void offer() {
        while (idle > 0 && toAdmit > 0) {
            Instant opens = admission.opens(Math.min(idle, toAdmit), now);
            if (opens.isAfter(now)) {
                if (!opens.equals(Instant.MAX) && !opens.equals(offered)) {
                    offered = opens;
                    in(Duration.between(now, opens), this::offerAgain);
                }
                return;
            }
            idle--;
            toAdmit--;
            Admission.Pass pass = admission.admit(now);
            in(varied(), () -> arrive(pass));
        }
    }

    private void offerAgain() {
        offered = Instant.MAX;
        offer();
    }

    private void arrive(Admission.Pass pass) {
        boolean accepted = !api.free(now).isAfter(now);
        Duration retryAfter = api.retryAfter(now);
        if (accepted) {
            api.accept(now);
        }
        in(varied(), () -> answer(pass, accepted, retryAfter));
    }

    private void answer(Admission.Pass pass, boolean accepted, Duration retryAfter) {
        idle++;
        if (accepted) {
            toFinish--;
            admission.accepted(pass, Limits.NONE, now);
        } else {
            refused++;
            toAdmit++;
            admission.refused(pass, Optional.of(now.plus(retryAfter)), now);
        }
        offer();
    }
}
