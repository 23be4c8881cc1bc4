package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.bactrian.PublicApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The faults at work in a sandbox; changeable at any time, by any thread. */
@PublicApi
public final class Faults {

    private final InstantSource clock;
    private final List<ArmedFault> armed = new ArrayList<>();
    private volatile @Nullable Consumer<Duration> passing;

    Faults(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Replaces all faults; counting starts anew. Of several that are due for a request, the first in the
     * list happens; the others wait for their next chance.
     */
    public synchronized void set(List<Fault> faults) {
        armed.clear();
        faults.forEach(this::add);
    }

    public synchronized void set(Fault... faults) {
        set(List.of(faults));
    }

    /** Adds a fault behind those at work, which keep their counts. */
    public synchronized void add(Fault fault) {
        armed.add(new ArmedFault(fault));
    }

    public synchronized void clear() {
        armed.clear();
    }

    /** From now on delays take no time: in place of waiting, somebody is told how long it would have been. */
    public void passTimeBy(Consumer<Duration> told) {
        passing = told;
    }

    /** Whether this delay is over already. */
    boolean passes(Duration delay) {
        Consumer<Duration> told = passing;
        if (told != null && !delay.isZero()) {
            told.accept(delay);
        }
        return told != null || delay.isZero();
    }

    /** The faults at work, in JSON, each with how many requests it has {@code seen} and how often it {@code happened}. */
    public synchronized ArrayNode report() {
        ArrayNode report = Reply.JSON.createArrayNode();
        armed.forEach(each -> report.add(
                FaultScript.write(each.fault()).put("seen", each.seen()).put("happened", each.happened())));
        return report;
    }

    /** What is to happen to this request; null for nothing. */
    synchronized @Nullable Fault next(Request request) {
        Fault first = null;
        for (ArmedFault each : armed) {
            if (each.fault().when().matches(request)) {
                each.saw();
                first = first == null ? each.due(clock.instant()) : first;
            }
        }
        return first;
    }
}
