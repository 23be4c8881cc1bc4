package io.github.bactrian.imports.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns an element into values by its local names: attributes as {@code @name}, children as their text, or as a map if they have
 * attributes or children of their own; those of one name as a list; text beside them as {@code #text}.
 */
final class XmlElement {
    private static final int MAX_DEPTH = 100;
    private static final String TEXT = "#text";

    private XmlElement() {}

    /** Reads the element whose start the reader is at. */
    static Map<String, @Nullable Object> read(XMLStreamReader reader) throws XMLStreamException {
        return read(reader, 1);
    }

    private static Map<String, @Nullable Object> read(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("nested too deep");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            values.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        boolean children = false;
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    children = true;
                    add(values, reader.getLocalName(), value(read(reader, depth + 1)));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("an entity that is not defined");
                default -> {
                    // comments and instructions say nothing about the row
                }
            }
        }
        if (children ? !text.toString().isBlank() : !text.isEmpty()) {
            values.put(TEXT, text.toString());
        }
        return values;
    }

    private static Object value(Map<String, @Nullable Object> element) {
        if (element.isEmpty()) {
            return "";
        }
        Object text = element.get(TEXT);
        return element.size() == 1 && text != null ? text : element;
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, @Nullable Object> values, String name, Object value) {
        Object before = values.get(name);
        if (before == null) {
            values.put(name, value);
        } else if (before instanceof List<?> list) {
            ((List<Object>) list).add(value);
        } else {
            values.put(name, new ArrayList<>(List.of(before, value)));
        }
    }
}
