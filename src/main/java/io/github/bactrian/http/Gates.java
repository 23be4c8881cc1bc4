package io.github.bactrian.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The gates of one Camel context. */
final class Gates {

    private final Map<String, Known> gates = new ConcurrentHashMap<>();
    private final Time time;

    /** @param owner null if the gate is that of an origin */
    private record Known(Gate gate, @Nullable Credential owner) {}

    private volatile boolean stopped;

    Gates(Time time) {
        this.time = time;
    }

    /** The gate of calls with these tokens; without, the one of calls to this origin. Its name appears in its messages. */
    Gate gate(@Nullable Credential credential, String origin, CallSettings settings) {
        String name = credential == null ? origin : credential.toString();
        Gate gate = gates.computeIfAbsent(
                        name, key -> new Known(new Gate(key, rateKey(credential), settings, time), credential))
                .gate();
        if (stopped) {
            gate.release(true);
        }
        return gate;
    }

    private static @Nullable String rateKey(@Nullable Credential credential) {
        return credential == null ? null : "oauth." + credential.profile().name() + ".call.rate";
    }

    void resume() {
        stopped = false;
        gates.clear();
    }

    /** Sends all waiting callers back, and those that come until {@link #resume}. */
    void release() {
        stopped = true;
        gates.values().forEach(known -> known.gate().release(true));
    }

    /** Of all gates that a call has come to, ordered by name. */
    List<GateState> states() {
        return gates.values().stream()
                .map(known -> known.gate().state(known.owner()))
                .sorted(Comparator.comparing(GateState::name))
                .toList();
    }
}
