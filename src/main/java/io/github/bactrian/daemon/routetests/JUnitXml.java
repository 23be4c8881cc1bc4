package io.github.bactrian.daemon.routetests;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the form that build servers read: a suite for each file, a case for each test. */
public final class JUnitXml {
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private JUnitXml() {}

    /** Writes or replaces the file; its directory is made if need be. */
    public static void write(List<TestResult> results, Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (String name : results.stream()
                    .map(result -> result.test().file())
                    .distinct()
                    .toList()) {
                suite(
                        xml,
                        name,
                        results.stream()
                                .filter(one -> one.test().file().equals(name))
                                .toList());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void suite(XMLStreamWriter xml, String name, List<TestResult> results) throws XMLStreamException {
        long failed = results.stream().filter(result -> !result.passed()).count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", "" + results.size());
        xml.writeAttribute("failures", "" + failed);
        xml.writeAttribute(
                "time", seconds(results.stream().map(TestResult::took).reduce(Duration.ZERO, Duration::plus)));
        for (TestResult result : results) {
            testCase(xml, result);
        }
        xml.writeEndElement();
    }

    private static void testCase(XMLStreamWriter xml, TestResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", result.test().file());
        xml.writeAttribute("name", clean(result.test().name()));
        xml.writeAttribute("time", seconds(result.took()));
        if (!result.passed()) {
            Difference first = result.differences().get(0);
            xml.writeStartElement("failure");
            xml.writeAttribute("message", clean(first.file() + ":" + first.line() + " " + first.what()));
            xml.writeCharacters(clean(String.join("\n", TestReport.plain(result))));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    private static String clean(String text) {
        return NOT_IN_XML.matcher(text).replaceAll("\uFFFD");
    }
}
