package io.github.bactrian.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fault at work: counts what it sees. Guarded by {@link Faults}. */
final class ArmedFault {

    private final Fault fault;
    private int seen;
    private int happened;
    private @Nullable Instant first;
    private Instant windowEnd = Instant.MIN;
    private int inWindow;

    ArmedFault(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    int seen() {
        return seen;
    }

    int happened() {
        return happened;
    }

    /** One more request matches. */
    void saw() {
        seen++;
    }

    /** What happens to the request just seen; null if the fault leaves it alone. */
    @Nullable
    Fault due(Instant now) {
        if (!isDue(now)) {
            return null;
        }
        if (first == null) {
            first = now;
        }
        Fault due = fault.effect() instanceof Fault.Quota quota ? throttled(quota, now) : fault;
        if (due != null) {
            happened++;
        }
        return due;
    }

    private boolean isDue(Instant now) {
        When when = fault.when();
        Duration lasting = when.lasting();
        boolean over = lasting != null && first != null && !now.isBefore(first.plus(lasting));
        return seen >= when.from() && (seen - when.from()) % when.every() == 0 && happened < when.count() && !over;
    }

    private @Nullable Fault throttled(Fault.Quota quota, Instant now) {
        if (!now.isBefore(windowEnd)) {
            windowEnd = now.plus(quota.window());
            inWindow = 0;
        }
        if (++inWindow <= quota.requests()) {
            return null;
        }
        return new Fault(fault.when(), fault.delay(), fault.acts(), Fault.throttled(Duration.between(now, windowEnd)));
    }
}
