package io.github.bactrian.imports.formats;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Looks into one record of XML. */
final class XmlText {
    private static final XMLInputFactory FACTORY = factory();

    private final String around;
    private final int depth;

    /** @param around the start tags in which prefixes may be declared */
    XmlText(String around) {
        this.around = around;
        this.depth = around.isEmpty() ? 0 : around.split("<", -1).length - 1;
    }

    private static XMLInputFactory factory() {
        // the platform's own: what other libraries bring would treat entities otherwise
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    SourceRecord record(RawSpan span, long number) {
        try {
            String text = NotTextException.decode(span.raw(), StandardCharsets.UTF_8, span.offset());
            Map<String, @Nullable Object> values = parse(text);
            Object row = values.remove("@" + Rejects.ROW);
            Object error = values.remove("@" + Rejects.ERROR);
            boolean again = row != null || error != null;
            byte[] raw = again ? XmlRejects.without(text).getBytes(StandardCharsets.UTF_8) : span.raw();
            long root = Rejects.rootRow(String.valueOf(row), number);
            List<String> columns = List.copyOf(values.keySet());
            return new SourceRecord(
                    number, span.line(), span.offset(), raw, root, columns, new ArrayList<>(values.values()), null);
        } catch (NotTextException e) {
            return faulty(span, number, e.advice());
        } catch (XMLStreamException e) {
            return faulty(span, number, "the record is not valid XML");
        }
    }

    private Map<String, @Nullable Object> parse(String text) throws XMLStreamException {
        XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(around + text));
        try {
            for (int i = 0; i <= depth; i++) {
                reader.nextTag();
            }
            return XmlElement.read(reader);
        } finally {
            reader.close();
        }
    }

    private static SourceRecord faulty(RawSpan span, long number, String fault) {
        return new SourceRecord(number, span.line(), span.offset(), span.raw(), number, List.of(), List.of(), fault);
    }
}
