package io.github.bactrian.imports.formats;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/** The XML in workbooks, element by element, none of them longer than a record may be. */
final class XlsxXml {
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");
    private static final XMLInputFactory FACTORY = factory();

    private XlsxXml() {}

    /** Elements come without those around them, where their prefixes are declared; so prefixes mean nothing here. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }

    /** Looks at an element. */
    interface Look {
        void at(XMLStreamReader element) throws XMLStreamException, UnreadableFileException;
    }

    /** Looks at all elements of a name in a part whose parent is one of these. */
    static void each(XlsxParts parts, String part, String name, Predicate<String> parent, Look look)
            throws IOException {
        try (InputStream in = parts.part(part, 0)) {
            XmlScanner elements =
                    new XmlScanner(new Window(in, Window.MAX_RECORD, new Position(1, 0, 1)), name, List.of());
            for (RawSpan found = elements.next(); found != null; found = elements.next()) {
                String around = elements.ancestors().peekLast();
                if (around != null && parent.test(XmlMarkup.localName(around))) {
                    look(found.raw(), 0, found.raw().length, part, look);
                }
            }
        }
    }

    /** Looks at an element from its start tag on. */
    static void look(byte[] xml, int begin, int length, String part, Look look) throws UnreadableFileException {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml, begin, length));
            try {
                reader.nextTag();
                look.at(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new UnreadableFileException("the workbook is damaged: " + part + " is not valid XML", e);
        }
    }

    /** The value of an attribute, whatever its prefix. */
    static @Nullable String attribute(XMLStreamReader element, String name) {
        for (int i = 0; i < element.getAttributeCount(); i++) {
            if (isNamed(element.getAttributeLocalName(i), name)) {
                return element.getAttributeValue(i);
            }
        }
        return null;
    }

    static boolean isNamed(String found, String name) {
        return found.endsWith(name)
                && (found.length() == name.length() || found.charAt(found.length() - name.length() - 1) == ':');
    }

    /** All text in the element that the reader is at, as it is read aloud: without what says how to pronounce it. */
    static String text(XMLStreamReader reader) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int inside = 0;
        int spoken = 0;
        for (int depth = 1; depth > 0; ) {
            int event = reader.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                depth++;
                inside += isNamed(reader.getLocalName(), "t") ? 1 : 0;
                spoken += isNamed(reader.getLocalName(), "rPh") ? 1 : 0;
            } else if (event == XMLStreamReader.END_ELEMENT) {
                depth--;
                inside -= isNamed(reader.getLocalName(), "t") ? 1 : 0;
                spoken -= isNamed(reader.getLocalName(), "rPh") ? 1 : 0;
            } else if (inside > 0 && spoken == 0 && reader.hasText()) {
                text.append(reader.getText());
            }
        }
        return unescaped(text.toString());
    }

    /**
     * Characters that XML cannot hold are written with their number, such as {@code _x000D_}. Zero and halves of a pair, which no
     * text holds, are left as they are written.
     */
    static String unescaped(String text) {
        return !text.contains("_x")
                ? text
                : ESCAPED.matcher(text).replaceAll(found -> {
                    char c = (char) Integer.parseInt(found.group(1), 16);
                    return Matcher.quoteReplacement(
                            c == 0 || Character.isSurrogate(c) ? found.group() : Character.toString(c));
                });
    }
}
