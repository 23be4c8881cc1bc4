package io.github.bactrian.sandbox;

import io.github.bactrian.PublicApi;
import java.util.Map;
import java.util.TreeMap;

/** Requests to one of the sandbox's two APIs. Safe for use by several threads. */
@PublicApi
public final class Traffic {

    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private long requests;
    private long dropped;
    private int inFlight;
    private int mostInFlight;

    Traffic() {}

    /**
     * All figures in one piece.
     *
     * @param requests that arrived in full
     * @param byStatus of the answers; throttled ones and other faults included
     * @param dropped connections that a fault closed instead of answering
     * @param mostInFlight the most requests that waited for their answers at the same time
     */
    public record Snapshot(long requests, Map<Integer, Long> byStatus, long dropped, int mostInFlight) {}

    public synchronized Snapshot snapshot() {
        return new Snapshot(requests, new TreeMap<>(byStatus), dropped, mostInFlight);
    }

    public synchronized long requests() {
        return requests;
    }

    /** How many answers had this status. */
    public synchronized long answered(int status) {
        return byStatus.getOrDefault(status, 0L);
    }

    synchronized void arrived() {
        requests++;
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    synchronized void left(int status) {
        inFlight--;
        byStatus.merge(status, 1L, Long::sum);
    }

    synchronized void dropped() {
        inFlight--;
        dropped++;
    }

    /** What is in flight stays so. */
    synchronized void reset() {
        byStatus.clear();
        requests = 0;
        dropped = 0;
        mostInFlight = inFlight;
    }
}
