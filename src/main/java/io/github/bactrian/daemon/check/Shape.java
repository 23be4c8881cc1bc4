package io.github.bactrian.daemon.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may stand at one place of a route file. */
final class Shape {
    /** The schema's names for what stands here. */
    final Set<String> definitions = new LinkedHashSet<>();

    /** JSON types; empty: any. */
    final Set<String> types = new LinkedHashSet<>();

    /** The keys of a mapping with what may stand under each; empty: any. */
    final Map<String, List<JsonNode>> properties = new LinkedHashMap<>();

    final Set<String> required = new LinkedHashSet<>();

    /** The values of a text; empty: any. */
    final Set<String> values = new LinkedHashSet<>();

    /** What the items of a list may be. */
    final List<JsonNode> items = new ArrayList<>();

    void property(String key, JsonNode schema) {
        properties.computeIfAbsent(key, absent -> new ArrayList<>()).add(schema);
    }

    /** Whether a value of this JSON type may stand here. */
    boolean allows(String type) {
        return types.isEmpty() || types.contains(type) || (type.equals("object") && !properties.isEmpty());
    }

    boolean allowsText() {
        return types.isEmpty() || types.contains("string") || types.contains("boolean") || types.contains("number");
    }

    /** In words: {@code text}, {@code a list}, … */
    String inWords() {
        return allowsText() ? "text" : allows("array") ? "a list" : "a mapping";
    }
}
