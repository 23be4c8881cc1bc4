package io.github.bactrian.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of one Camel context. */
final class Gates {

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Time time;
    private volatile boolean stopped;

    Gates(Time time) {
        this.time = time;
    }

    /** The gate of that name, which appears in its messages. */
    Gate gate(String name, CallSettings settings) {
        Gate gate = gates.computeIfAbsent(name, key -> new Gate(key, settings, time));
        if (stopped) {
            gate.release(true);
        }
        return gate;
    }

    void resume() {
        stopped = false;
        gates.clear();
    }

    /**
     * Sends all waiting callers back.
     *
     * @param forGood whether callers are sent back from now on, until {@link #resume}
     */
    void release(boolean forGood) {
        stopped = forGood;
        gates.values().forEach(gate -> gate.release(forGood));
    }
}
