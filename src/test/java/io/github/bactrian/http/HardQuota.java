package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** An API's limit, in virtual time; it counts what it accepts and tells how long to wait in whole seconds, rounded up. */
interface HardQuota {

    /** When a call may be accepted that arrives now. */
    Instant free(Instant now);

    void accept(Instant now);

    default Duration retryAfter(Instant now) {
        Duration wait = Duration.between(now, free(now));
        return Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
    }

    /** Windows one after the other. Those that a first call begins have no other {@code begin}. */
    record Fixed(int most, Duration span, Instant begin, boolean byFirstCall) implements Supplier<HardQuota> {
        @Override
        public HardQuota get() {
            return new HardQuota() {
                private Instant start = byFirstCall ? Instant.MIN.plus(span) : begin;
                private int taken;

                @Override
                public Instant free(Instant now) {
                    return taken < most || isOver(now) ? now : start.plus(span);
                }

                private boolean isOver(Instant now) {
                    return !now.isBefore(start.plus(span));
                }

                @Override
                public void accept(Instant now) {
                    if (isOver(now)) {
                        taken = 0;
                        long whole =
                                byFirstCall ? 0 : Duration.between(begin, now).dividedBy(span);
                        start = byFirstCall ? now : begin.plus(span.multipliedBy(whole));
                    }
                    taken++;
                }
            };
        }
    }

    record Sliding(int most, Duration span) implements Supplier<HardQuota> {
        @Override
        public HardQuota get() {
            Deque<Instant> taken = new ArrayDeque<>();
            return new HardQuota() {
                @Override
                public Instant free(Instant now) {
                    while (!taken.isEmpty() && !taken.getFirst().plus(span).isAfter(now)) {
                        taken.removeFirst();
                    }
                    return taken.size() < most ? now : taken.getFirst().plus(span);
                }

                @Override
                public void accept(Instant now) {
                    taken.addLast(now);
                }
            };
        }
    }

    record Bucket(int capacity, Duration perToken) implements Supplier<HardQuota> {
        @Override
        public HardQuota get() {
            return new HardQuota() {
                /** When the bucket was or will be empty, were it filled without end. */
                private Instant empty = Instant.MIN;

                @Override
                public Instant free(Instant now) {
                    Instant oneToken = empty.plus(perToken);
                    return oneToken.isAfter(now) ? oneToken : now;
                }

                @Override
                public void accept(Instant now) {
                    Instant full = now.minus(perToken.multipliedBy(capacity));
                    empty = (empty.isAfter(full) ? empty : full).plus(perToken);
                }
            };
        }
    }
}
