package io.github.bactrian.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A hard limit of calls in a time, as APIs have it. Times are nanoseconds; for one thread. */
interface Quota {
    /** How a quota counts. */
    enum Kind {
        /** Anew from the start of each window; the first window begins with the first call. */
        FIXED,
        /** The calls of the last window. */
        SLIDING,
        /** Tokens that flow into a bucket; a full one lets {@code limit} calls through at once. */
        BUCKET,
        NONE
    }

    /** @return 0 if the call is let through, else how long until one would be */
    long admit(long now);

    /** @param limit calls a window */
    static Quota of(Kind kind, int limit, Duration window) {
        return switch (kind) {
            case FIXED -> new Fixed(limit, window.toNanos());
            case SLIDING -> new Sliding(limit, window.toNanos());
            case BUCKET -> new Bucket(limit, window.toNanos());
            case NONE -> now -> 0;
        };
    }

    /** The shortest time in which so many calls can be let through. */
    static Duration ideal(Kind kind, long calls, int limit, Duration window) {
        return switch (kind) {
            case FIXED, SLIDING -> window.multipliedBy((calls - 1) / limit);
            case BUCKET -> Duration.ofNanos(Math.max(0, calls - limit) * window.toNanos() / limit);
            case NONE -> Duration.ZERO;
        };
    }

    /** See {@link Kind#FIXED}. */
    final class Fixed implements Quota {
        private final int limit;
        private final long window;
        private long begin = Long.MIN_VALUE;
        private int count;

        Fixed(int limit, long window) {
            this.limit = limit;
            this.window = window;
        }

        @Override
        public long admit(long now) {
            if (begin == Long.MIN_VALUE) {
                begin = now;
            }
            long passed = (now - begin) / window;
            if (passed > 0) {
                begin += passed * window;
                count = 0;
            }
            if (count < limit) {
                count++;
                return 0;
            }
            return begin + window - now;
        }
    }

    /** See {@link Kind#SLIDING}. */
    final class Sliding implements Quota {
        private final Deque<Long> admitted = new ArrayDeque<>();
        private final int limit;
        private final long window;

        Sliding(int limit, long window) {
            this.limit = limit;
            this.window = window;
        }

        @Override
        public long admit(long now) {
            while (!admitted.isEmpty() && now - admitted.peek() >= window) {
                admitted.poll();
            }
            if (admitted.size() < limit) {
                admitted.add(now);
                return 0;
            }
            return admitted.element() + window - now;
        }
    }

    /** See {@link Kind#BUCKET}. */
    final class Bucket implements Quota {
        private final int limit;
        private final long interval;
        private double tokens;
        private long filledAt;
        private boolean used;

        Bucket(int limit, long window) {
            this.limit = limit;
            this.interval = window / limit;
            this.tokens = limit;
        }

        @Override
        public long admit(long now) {
            tokens = used ? Math.min(limit, tokens + (now - filledAt) / (double) interval) : limit;
            filledAt = now;
            used = true;
            if (tokens >= 1) {
                tokens--;
                return 0;
            }
            return Math.max(1, (long) ((1 - tokens) * interval));
        }
    }
}
