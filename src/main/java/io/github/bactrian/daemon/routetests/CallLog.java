package io.github.bactrian.daemon.routetests;

import io.github.bactrian.sandbox.RecordedCall;
import java.util.ArrayList;
import java.util.List;

/** The requests that came to the API in the present test. */
final class CallLog {
    private final List<RecordedCall> calls = new ArrayList<>();

    synchronized void add(RecordedCall call) {
        calls.add(call);
    }

    synchronized List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    synchronized void clear() {
        calls.clear();
    }
}
