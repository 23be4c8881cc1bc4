package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.NearestName;
import io.github.bactrian.daemon.check.Finding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a test file that knows where it stands. */
record Entry(String file, Node node) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** 1-based. */
    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    WrongTest wrong(String what) {
        int column = node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
        return new WrongTest(new Finding(file, line(), column, what));
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** A text, also one that spells a number. */
    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong("a text is needed here, not " + (isMap() ? "keys" : "a list"));
    }

    int number() {
        if (!Tag.INT.equals(node.getTag()) || text().length() > 9 || text().startsWith("-")) {
            throw wrong("a number is needed here, 0 or more");
        }
        return Integer.parseInt(text());
    }

    boolean flag() {
        if (!Tag.BOOL.equals(node.getTag())) {
            throw wrong("true or false is needed here");
        }
        return Boolean.parseBoolean(text());
    }

    List<Entry> list() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> new Entry(file, item))
                    .toList();
        }
        throw wrong("a list is needed here");
    }

    /** In the order of the file. */
    Map<String, Entry> map() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("keys with values are needed here");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Entry key = new Entry(file, tuple.getKeyNode());
            if (entries.put(key.text(), new Entry(file, tuple.getValueNode())) != null) {
                throw key.wrong("'" + key.text() + "' is given twice");
            }
        }
        return entries;
    }

    /** As {@link #map}, with no other keys than these. */
    Map<String, Entry> map(Collection<String> known) {
        Map<String, Entry> entries = map();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Entry key = new Entry(file, tuple.getKeyNode());
            if (!known.contains(key.text())) {
                throw key.wrong("unknown key '" + key.text() + "'; " + NearestName.hint(key.text(), known));
            }
        }
        return entries;
    }

    JsonNode json() {
        if (isMap()) {
            ObjectNode object = JSON.objectNode();
            map().forEach((key, value) -> object.set(key, value.json()));
            return object;
        }
        if (isList()) {
            ArrayNode array = JSON.arrayNode();
            list().forEach(item -> array.add(item.json()));
            return array;
        }
        return scalar(text(), node.getTag());
    }

    private static JsonNode scalar(String text, Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT)) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < Integer.SIZE ? JSON.numberNode(number.intValue()) : JSON.numberNode(number);
        }
        return tag.equals(Tag.FLOAT) && text.matches("[-+0-9.eE]+")
                ? JSON.numberNode(new BigDecimal(text))
                : JSON.textNode(text);
    }
}
