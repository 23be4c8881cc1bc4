package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/** Values as people read them. */
final class Texts {
    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private static final String NOTHING = "(nothing)";

    private Texts() {}

    static String of(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            return NOTHING;
        }
        return value.isContainerNode() && value.size() > 1 ? value.toPrettyString() : value.toString();
    }

    /** Without a byte order mark, lines ended by a line feed, without that of the last line. */
    static String normal(String text) {
        String lines = text.replace("\r\n", "\n");
        String start = lines.startsWith("\uFEFF") ? lines.substring(1) : lines;
        return start.endsWith("\n") ? start.substring(0, start.length() - 1) : start;
    }

    /** A text that may be JSON. */
    static JsonNode parsed(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isMissingNode() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    static String times(int number) {
        return number == 1 ? "once" : number == 0 ? "never" : number + " times";
    }
}
