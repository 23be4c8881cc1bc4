package io.github.bactrian.imports;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What the calls of a job come to, over all processes that worked on it. */
final class CallCounts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder tokenRenewals = new LongAdder();
    private final LongAdder waitedMs = new LongAdder();

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

    void waited(Duration duration) {
        waitedMs.add(duration.toMillis());
    }

    Receipt.Calls total() {
        return new Receipt.Calls(sent.sum(), throttled.sum(), tokenRenewals.sum(), waitedMs.sum());
    }
}
