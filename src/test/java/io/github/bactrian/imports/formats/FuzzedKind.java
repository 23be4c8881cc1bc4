package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** How content that was made up becomes a file. */
enum FuzzedKind {
    CSV("x.csv"),
    CSV_UTF_16("x.csv"),
    JSON("x.json"),
    JSONL("x.jsonl"),
    XML("x.xml"),
    CSV_GZIP("x.csv.gz"),
    XML_ZIP("x.xml.zip"),
    XLSX_ROWS("x.xlsx"),
    XLSX_TEXTS("x.xlsx"),
    GZIP_BYTES("x.csv.gz"),
    ZIP_BYTES("x.zip"),
    XLSX_BYTES("x.xlsx");

    private static final String ROWS = Stream.of(0, 1, 2, 1, 0)
            .map(i -> "<row><c t=\"s\"><v>" + i + "</v></c><c t=\"str\"><v>x</v></c></row>")
            .reduce("", String::concat);

    final String name;

    FuzzedKind(String name) {
        this.name = name;
    }

    byte[] bytes(byte[] content) throws IOException {
        String text = new String(content, UTF_8);
        return switch (this) {
            case CSV_UTF_16 -> ("\uFEFF" + text).getBytes(UTF_16LE);
            case CSV_GZIP -> gzip(content);
            case XML_ZIP -> zip(content);
            case XLSX_ROWS -> RawWorkbook.of(text, "<si><t>a</t></si><si><t>b</t></si>");
            case XLSX_TEXTS -> RawWorkbook.of(ROWS, text);
            default -> content;
        };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry("x.xml"));
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
