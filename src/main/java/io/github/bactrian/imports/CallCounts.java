package io.github.bactrian.imports;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the calls of a job come to, over all processes that worked on it. */
final class CallCounts {
    private static final Duration TOLD = Duration.ofMinutes(1);

    private final LongAdder sent = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder tokenRenewals = new LongAdder();
    private final LongAdder waitedMs = new LongAdder();

    private volatile @Nullable Learned learned;

    /** What refusals have taught, and when a call waited for it. */
    private record Learned(String what, long nanos) {}

    CallCounts(Receipt.Calls before) {
        sent.add(before.sent());
        throttled.add(before.throttled());
        tokenRenewals.add(before.tokenRenewals());
        waitedMs.add(before.waitedMs());
    }

    void sent() {
        sent.increment();
    }

    void withdrawn() {
        sent.decrement();
    }

    void throttled() {
        throttled.increment();
    }

    void tokenRenewed() {
        tokenRenewals.increment();
    }

    void keptTo(String what) {
        learned = new Learned(what, System.nanoTime());
    }

    /** What refusals have taught, if a call has waited for it within the last minute; null otherwise. */
    @Nullable
    String learned() {
        Learned last = learned;
        return last == null || System.nanoTime() - last.nanos() > TOLD.toNanos() ? null : last.what();
    }

    void waited(Duration duration) {
        waitedMs.add(duration.toMillis());
    }

    Receipt.Calls total() {
        return new Receipt.Calls(sent.sum(), throttled.sum(), tokenRenewals.sum(), waitedMs.sum());
    }
}
