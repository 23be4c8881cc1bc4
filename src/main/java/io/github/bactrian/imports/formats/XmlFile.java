package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An XML file whose records are elements.
 *
 * @param preamble what stands before the first record, byte for byte
 * @param ancestors the start tags of the elements around it, outermost first
 * @param record the local name of records, null for the children of the root
 */
record XmlFile(
        Source source,
        byte[] preamble,
        List<String> ancestors,
        @Nullable String record) implements RecordFile {
    private static final Pattern ENCODING =
            Pattern.compile("\\A(<\\?xml[^>]{0,200}?\\sencoding\\s*=\\s*[\"'])([A-Za-z0-9._-]+)([\"'])");

    static @Nullable RecordFile open(Source given, FormatSettings settings) throws IOException {
        Source source = given.transcoded() == null && settings.charset() == null ? asDeclared(given) : given;
        String text = Content.requireText(source, "XML");
        if (text.isEmpty()) {
            return null;
        }
        if (!text.startsWith("<")) {
            throw new UnreadableFileException("the file is not XML: it does not begin with <");
        }
        String record = settings.record();
        Position begin = new Position(1, source.mark().length, 1);
        try (InputStream in = source.at(begin.offset())) {
            XmlScanner scanner = new XmlScanner(window(in, begin), record, List.of());
            RawSpan first = scanner.next();
            List<String> ancestors = List.copyOf(scanner.ancestors());
            return new XmlFile(source, first == null ? new byte[0] : preamble(source, first), ancestors, record);
        }
    }

    private static Window window(InputStream in, Position from) {
        return new Window(in, Window.MAX_RECORD, from);
    }

    private static Source asDeclared(Source source) throws IOException {
        Matcher declared = ENCODING.matcher(new String(Content.head(source), StandardCharsets.ISO_8859_1));
        if (!declared.find()) {
            return source;
        }
        try {
            Charset charset = Charset.forName(declared.group(2));
            if (!Charsets.isStateful(charset)) {
                return Charsets.isUtf8(charset) ? source : source.transcodedFrom(charset);
            }
        } catch (IllegalArgumentException e) {
            throw unknown(declared.group(2));
        }
        throw unknown(declared.group(2));
    }

    private static UnreadableFileException unknown(String encoding) {
        return new UnreadableFileException(
                "line 1: encoding=\"" + encoding + "\" is not supported; save the file as UTF-8");
    }

    private static byte[] preamble(Source source, RawSpan first) throws IOException {
        if (first.offset() > Window.MAX_RECORD) {
            throw new UnreadableFileException(
                    "more than " + Window.MAX_RECORD + " bytes stand before the first record");
        }
        try (InputStream in = source.at(0)) {
            byte[] bytes = in.readNBytes((int) first.offset());
            if (source.transcoded() == null) {
                return bytes;
            }
            String text = new String(
                    bytes, source.mark().length, bytes.length - source.mark().length, StandardCharsets.UTF_8);
            return ("\uFEFF" + ENCODING.matcher(text).replaceFirst("$1UTF-8$3")).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Position start() {
        return new Position(1, source.mark().length, 1);
    }

    @Override
    public Records records(Position from) throws IOException {
        List<String> around = from.equals(start()) ? List.of() : ancestors;
        XmlText text = new XmlText(String.join("", ancestors));
        return new ScannedRecords<>(source, from, window -> new XmlScanner(window, record, around), text::record);
    }

    @Override
    public Rejects rejects(OutputStream out) throws IOException {
        return new XmlRejects(out, preamble, ancestors);
    }

    @Override
    public String rejectsName(String inputName) throws IOException {
        return source.packing().rejectsName(source.path(), inputName);
    }
}
