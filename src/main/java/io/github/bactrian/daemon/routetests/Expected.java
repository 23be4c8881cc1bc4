package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.bactrian.imports.Receipt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects.
 *
 * @param keys all of it, as written
 * @param calls null if nothing is said of them
 * @param files by their names, relative to the working directory; {@code *} stands for any part of one name
 * @param sent null if nothing is said of it
 */
record Expected(
        Entry at,
        Map<String, Entry> keys,
        @Nullable List<ExpectedCall> calls,
        Map<String, Entry> files,
        @Nullable List<Map<String, Entry>> sent) {

    private static final List<String> KEYS =
            List.of("receipt", "calls", "users", "files", "sent", "body", "headers", "fails");
    private static final List<String> SENT = List.of("to", "body", "headers", "times");
    private static final List<String> FILE =
            List.of("contains", "matches", "equals", "absent", "lines", "json", "jsonLines");

    static Expected read(Entry at) {
        Map<String, Entry> keys = at.map(KEYS);
        Entry calls = keys.get("calls");
        Entry files = keys.get("files");
        Entry sent = keys.get("sent");
        if (keys.containsKey("users")) {
            keys.get("users").number();
        }
        if (keys.containsKey("receipt")) {
            keys.get("receipt").map(receiptKeys());
        }
        requirePatterns(at);
        Map<String, Entry> named = files == null ? Map.of() : files.map();
        named.values().stream().filter(Entry::isMap).forEach(file -> file.map(FILE));
        return new Expected(
                at,
                keys,
                calls == null
                        ? null
                        : calls.list().stream().map(ExpectedCall::read).toList(),
                named,
                sent == null ? null : sent.list().stream().map(Expected::sent).toList());
    }

    /** Wherever one may stand. */
    private static void requirePatterns(Entry entry) {
        if (entry.isList()) {
            entry.list().forEach(Expected::requirePatterns);
        } else if (entry.isMap()) {
            entry.map().forEach((key, value) -> {
                if (key.equals("matches") && !value.isMap() && !value.isList()) {
                    Comparison.pattern(value);
                }
                requirePatterns(value);
            });
        }
    }

    private static Map<String, Entry> sent(Entry entry) {
        Map<String, Entry> keys = entry.map(SENT);
        if (!keys.containsKey("to")) {
            throw entry.wrong("it needs 'to', such as to: \"sftp:*\"");
        }
        if (keys.containsKey("times")) {
            keys.get("times").number();
        }
        return keys;
    }

    private static List<String> receiptKeys() {
        return List.of(Receipt.class.getAnnotation(JsonPropertyOrder.class).value());
    }

    @Nullable
    Entry get(String key) {
        return keys.get(key);
    }
}
