package io.github.bactrian.oauth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.Jsoner;

/** JSON objects as maps. */
final class Json {

    private Json() {}

    /** The object in a text, which may begin with a byte order mark; empty if the text is not a JSON object. */
    static Map<String, Object> object(String text) {
        try {
            return Jsoner.deserialize(TextFile.withoutMark(text)) instanceof Map<?, ?> map ? named(map) : Map.of();
        } catch (DeserializationException | RuntimeException e) {
            // the second for numbers that no BigDecimal holds
            return Map.of();
        }
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                named.put(String.valueOf(key), value);
            }
        });
        return named;
    }
}
