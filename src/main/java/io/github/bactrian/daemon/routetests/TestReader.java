package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.FaultScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes tests of what is written.
 *
 * @param folder what the files that they drop are relative to
 */
record TestReader(@Nullable Path folder) {
    private static final List<String> STEPS = List.of("drop", "trigger");
    private static final List<String> KEYS =
            List.of("name", "users", "api", "mock", "drop", "trigger", "run", "expect");
    private static final List<String> DROP = List.of("import", "name", "file", "content", "rows", "row");
    private static final List<String> TRIGGER = List.of("route", "body", "headers");
    private static final List<String> MOCK = List.of("to", "body", "headers", "fails");
    private static final String NUMBER = "{n}";

    RouteTest read(Entry test) {
        Map<String, Entry> keys = test.map(KEYS);
        Entry name = required(test, keys, "name");
        return new RouteTest(
                test.file(),
                test.line(),
                name.text(),
                users(keys.get("users")),
                api(keys.get("api")),
                keys.containsKey("mock")
                        ? keys.get("mock").list().stream().map(TestReader::mock).toList()
                        : List.of(),
                steps(test, keys),
                Expected.read(required(test, keys, "expect")));
    }

    private static Entry required(Entry at, Map<String, Entry> keys, String key) {
        Entry entry = keys.get(key);
        if (entry == null) {
            throw at.wrong("'" + key + "' is missing");
        }
        return entry;
    }

    private List<Step> steps(Entry test, Map<String, Entry> keys) {
        List<Step> steps = new ArrayList<>();
        if (keys.containsKey("run")) {
            keys.get("run").list().forEach(entry -> steps.addAll(steps(entry.map(STEPS))));
        }
        steps.addAll(steps(keys));
        if (steps.isEmpty()) {
            throw test.wrong("nothing happens in this test; give it drop, trigger, or run with a list of these");
        }
        return steps;
    }

    private List<Step> steps(Map<String, Entry> keys) {
        List<Step> steps = new ArrayList<>();
        if (keys.containsKey("drop")) {
            steps.add(drop(keys.get("drop")));
        }
        if (keys.containsKey("trigger")) {
            steps.add(trigger(keys.get("trigger")));
        }
        return steps;
    }

    private Step drop(Entry entry) {
        Map<String, Entry> keys = entry.map(DROP);
        String importName = required(entry, keys, "import").text();
        Entry file = keys.get("file");
        Entry name = keys.get("name");
        String named = name != null ? name.text() : file != null ? fileName(file) : importName + ".csv";
        return new Step.Drop(entry, importName, named, content(entry, keys));
    }

    private static String fileName(Entry file) {
        return Path.of(file.text()).getFileName().toString();
    }

    private byte[] content(Entry entry, Map<String, Entry> keys) {
        Entry file = keys.get("file");
        Entry content = keys.get("content");
        Entry row = keys.get("row");
        if (file != null && (content != null || row != null)) {
            throw file.wrong("give a file, or its content, not both");
        }
        Entry rows = keys.get("rows");
        if ((row == null) != (rows == null)) {
            throw entry.wrong("rows and row go together: how many, and what each says");
        }
        if (file != null) {
            return bytes(file);
        }
        if (content == null && row == null) {
            throw entry.wrong("what is dropped? give file, content, or rows and row");
        }
        StringBuilder text = new StringBuilder(content == null ? "" : content.text());
        for (int n = 1; row != null && rows != null && n <= rows.number(); n++) {
            text.append(row.text().replace(NUMBER, "" + n)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(Entry file) {
        try {
            Path path = Path.of(file.text());
            return Files.readAllBytes(folder == null ? path : folder.resolve(path));
        } catch (IOException e) {
            throw file.wrong(file.text() + " cannot be read; it is relative to the folder of this test");
        }
    }

    private static Step trigger(Entry entry) {
        if (!entry.isMap()) {
            return new Step.Trigger(entry, entry.text(), null, Map.of());
        }
        Map<String, Entry> keys = entry.map(TRIGGER);
        return new Step.Trigger(
                entry, required(entry, keys, "route").text(), body(keys.get("body")), headers(keys.get("headers")));
    }

    private static Mock mock(Entry entry) {
        Map<String, Entry> keys = entry.map(MOCK);
        Entry fails = keys.get("fails");
        return new Mock(
                required(entry, keys, "to").text(),
                body(keys.get("body")),
                headers(keys.get("headers")),
                fails == null ? null : fails.text());
    }

    /** A text as it is, anything else as JSON. */
    private static @Nullable String body(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        return entry.isMap() || entry.isList() ? entry.json().toString() : entry.text();
    }

    private static Map<String, String> headers(@Nullable Entry entry) {
        Map<String, String> headers = new TreeMap<>();
        if (entry != null) {
            entry.map().forEach((name, value) -> headers.put(name, value.text()));
        }
        return headers;
    }

    private static List<ObjectNode> users(@Nullable Entry entry) {
        List<ObjectNode> users = new ArrayList<>();
        if (entry != null && entry.isList()) {
            for (Entry user : entry.list()) {
                user.map();
                users.add(SeededUser.of((ObjectNode) user.json()));
            }
        } else if (entry != null) {
            for (int n = 1; n <= entry.number(); n++) {
                users.add(SeededUser.numbered(n));
            }
        }
        return users;
    }

    private static List<Fault> api(@Nullable Entry entry) {
        List<Fault> faults = new ArrayList<>();
        for (Entry fault : entry == null ? List.<Entry>of() : entry.list()) {
            fault.map(FaultScript.keys());
            ArrayNode script = Texts.JSON.createArrayNode().add(fault.json());
            try {
                faults.addAll(FaultScript.read(script));
            } catch (IllegalArgumentException e) {
                throw fault.wrong(String.valueOf(e.getMessage()).replaceFirst("^Fault 1: ", ""));
            }
        }
        return faults;
    }
}
