package io.github.bactrian.daemon.routetests;

import io.github.bactrian.sandbox.RecordedCall;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests to the API that a test expects. */
record ExpectedCall(Entry at, Map<String, Entry> keys) {
    private static final List<String> KEYS = List.of("method", "path", "query", "headers", "body", "status", "times");

    static ExpectedCall read(Entry entry) {
        Map<String, Entry> keys = entry.map(KEYS);
        if (!keys.containsKey("path")) {
            throw entry.wrong("a call needs a path, such as path: /v1.0/users");
        }
        for (String name : List.of("status", "times")) {
            if (keys.containsKey(name)) {
                keys.get(name).number();
            }
        }
        for (String name : List.of("query", "headers")) {
            if (keys.containsKey(name)) {
                keys.get(name).map();
            }
        }
        return new ExpectedCall(entry, keys);
    }

    /** Null if it is enough that there is one. */
    @Nullable
    Integer times() {
        Entry times = keys.get("times");
        return times == null ? null : (Integer) times.number();
    }

    String method() {
        Entry method = keys.get("method");
        return method == null ? "" : method.text();
    }

    boolean isAbout(RecordedCall call) {
        Entry path = keys.get("path");
        return (method().isEmpty() || method().equals(call.method()))
                && path != null
                && Wildcards.matchPath(path.text(), call.path());
    }

    /** How a request differs from what is expected of it. */
    List<Difference> differences(RecordedCall call) {
        Comparison comparison = new Comparison();
        Entry status = keys.get("status");
        if (status != null) {
            comparison.compare(status, Texts.JSON.valueToTree(call.status()), "status");
        }
        Entry body = keys.get("body");
        if (body != null) {
            comparison.compare(body, call.body(), "body");
        }
        comparison.compareTexts(keys.get("query"), call.query(), "query");
        comparison.compareTexts(keys.get("headers"), call.headers(), "headers");
        return comparison.differences();
    }

    @Override
    public String toString() {
        Entry path = keys.get("path");
        return (method().isEmpty() ? "" : method() + " ") + (path == null ? "" : path.text());
    }
}
