package io.github.bactrian.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast something grew over the last half minute. */
final class RateWindow {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long value) {}

    /** Takes note of the value at a time, which must not be earlier than the last one. */
    void add(Instant now, long value) {
        samples.addLast(new Sample(now, value));
        while (samples.size() > 2 && samples.getFirst().at.isBefore(now.minus(LENGTH))) {
            samples.removeFirst();
        }
    }

    /** 0 until there are two samples with some time between them. */
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double seconds = Duration.between(first.at, last.at).toMillis() / 1000.0;
        return seconds <= 0 ? 0 : (last.value - first.value) / seconds;
    }
}
