package io.github.bactrian.imports.formats;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet that are not empty. */
final class XlsxRows implements Closeable {
    private static final int COLUMNS = 1 << 14;
    private static final int ROWS = 1 << 20;

    /**
     * @param number of the row in the sheet, 1-based
     * @param offset of its first byte in the sheet
     * @param texts of its cells, up to the last that is not empty
     * @param error which cell holds an error instead of a value, null if none does
     */
    record Line(
            long number,
            long offset,
            List<String> texts,
            @Nullable String error) {}

    private final XlsxBook book;
    private final String part;
    private final InputStream in;
    private final XmlScanner rows;
    private final @Nullable XlsxStrings strings;
    private long last;

    /** @param around the start tags of the elements around the row at which reading begins, outermost first */
    XlsxRows(XlsxParts parts, XlsxBook book, String part, Position from, List<String> around) throws IOException {
        this.book = book;
        this.part = part;
        this.last = from.line() - 1;
        this.in = parts.part(part, from.offset());
        this.rows = new XmlScanner(new Window(in, Window.MAX_RECORD, from), "row", around);
        this.strings = book.strings() == null ? null : new XlsxStrings(parts, book.strings());
    }

    /** Where the next row begins. */
    Position position(long record) {
        return new Position(record, rows.offset(), last + 1);
    }

    /** The start tags of the elements around it. */
    List<String> around() {
        return List.copyOf(rows.ancestors());
    }

    /** The next row, null at the end. */
    @Nullable
    Line next() throws IOException {
        for (RawSpan row = read(); row != null; row = read()) {
            List<XlsxCell> cells = new ArrayList<>();
            byte[] raw = row.raw();
            XlsxXml.look(raw, 0, raw.length, part, element -> cells(element, cells));
            Line line = line(row.offset(), cells);
            if (!line.texts().isEmpty()) {
                return line;
            }
        }
        return null;
    }

    private @Nullable RawSpan read() throws IOException {
        try {
            RawSpan row = rows.next();
            while (row != null && !isOfData()) {
                row = rows.next();
            }
            return row;
        } catch (UnreadableFileException e) {
            throw new UnreadableFileException("the sheet cannot be read behind row " + last + "; " + e.getMessage(), e);
        }
    }

    /** Drawings and controls have rows too. */
    private boolean isOfData() {
        String around = rows.ancestors().peekLast();
        return around != null && XmlMarkup.localName(around).equals("sheetData");
    }

    private void cells(XMLStreamReader row, List<XlsxCell> cells) throws XMLStreamException, UnreadableFileException {
        last = number(XlsxXml.attribute(row, "r"));
        for (int event = row.next(); event != XMLStreamReader.END_DOCUMENT; event = row.next()) {
            if (event == XMLStreamReader.START_ELEMENT && XlsxXml.isNamed(row.getLocalName(), "c")) {
                int column = column(XlsxXml.attribute(row, "r"), cells.size());
                while (cells.size() <= column) {
                    cells.add(XlsxCell.NONE);
                }
                cells.set(column, cell(row));
            }
        }
    }

    private long number(@Nullable String given) throws UnreadableFileException {
        long number = given == null ? last + 1 : given.matches("\\d{1,7}") ? Long.parseLong(given) : 0;
        if (number <= last || number > ROWS) {
            throw new UnreadableFileException(
                    "the workbook is damaged: row '" + given + "' stands behind row " + last + " of the sheet");
        }
        return number;
    }

    private int column(@Nullable String address, int before) throws UnreadableFileException {
        int column = before;
        if (address != null) {
            column = -1;
            for (int i = 0; i < address.length() && Character.isLetter(address.charAt(i)) && column < COLUMNS; i++) {
                column = (column + 1) * 26 + Character.toUpperCase(address.charAt(i)) - 'A';
            }
        }
        if (column < 0 || column >= COLUMNS) {
            throw new UnreadableFileException("the workbook is damaged: row " + last + " has a cell that no sheet has");
        }
        return column;
    }

    private static XlsxCell cell(XMLStreamReader reader) throws XMLStreamException {
        String type = XlsxXml.attribute(reader, "t");
        String style = XlsxXml.attribute(reader, "s");
        String value = "";
        for (int event = reader.next(); event != XMLStreamReader.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamReader.START_ELEMENT) {
                boolean stored = XlsxXml.isNamed(reader.getLocalName(), "v");
                boolean written = XlsxXml.isNamed(reader.getLocalName(), "is");
                String text = stored ? reader.getElementText() : XlsxXml.text(reader);
                value = stored || written ? text : value;
            }
        }
        String kind = type == null ? "n" : type;
        return new XlsxCell(
                kind,
                style != null && style.matches("\\d{1,6}") ? Integer.parseInt(style) : 0,
                kind.equals("str") ? XlsxXml.unescaped(value) : value);
    }

    private Line line(long offset, List<XlsxCell> cells) throws IOException {
        List<String> texts = new ArrayList<>(cells.size());
        int filled = 0;
        String error = null;
        for (int i = 0; i < cells.size(); i++) {
            String text = cells.get(i).text(book, strings);
            error = text == null && error == null ? letters(i) + last : error;
            texts.add(text == null ? cells.get(i).value() : text);
            filled = texts.get(i).isEmpty() ? filled : i + 1;
        }
        return new Line(last, offset, texts.subList(0, filled), error);
    }

    private static String letters(int column) {
        String before = column < 26 ? "" : letters(column / 26 - 1);
        return before + (char) ('A' + column % 26);
    }

    /** How many bytes of what the sheet unpacks to have been read. */
    long offset() {
        return rows.offset();
    }

    @Override
    public void close() throws IOException {
        try (in) {
            if (strings != null) {
                strings.close();
            }
        }
    }
}
