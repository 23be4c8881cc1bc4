package io.github.bactrian.pages;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The delta queries that are under way in a Camel context: one at a time for each name. */
final class DeltaRuns {

    private final Map<DeltaName, DeltaRun> running = new ConcurrentHashMap<>();

    /**
     * @throws PagesException if another exchange reads the same; an earlier try of the same exchange gives way
     */
    void begin(DeltaRun run) {
        DeltaRun other = running.putIfAbsent(run.name(), run);
        if (other != null && other.isOf(run)) {
            other.giveWay();
            running.put(run.name(), run);
        } else if (other != null) {
            throw new PagesException(
                    run.name() + " is being read by " + other.reader()
                            + "; one at a time can keep its place. Give the other a name of its own",
                    0,
                    null);
        }
    }

    void end(DeltaRun run) {
        running.remove(run.name(), run);
    }
}
