package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks with the least that one needs around the rows and the texts that cells share. */
final class RawWorkbook {
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private RawWorkbook() {}

    /** @param rows what stands in the sheet's data; {@code strings} in the shared texts */
    static byte[] of(String rows, String strings) throws IOException {
        return write(rows, strings, ZipEntry.DEFLATED);
    }

    /** Not compressed, so that its bytes can be found. */
    static byte[] stored(String rows) throws IOException {
        return write(rows, "", ZipEntry.STORED);
    }

    private static byte[] write(String rows, String strings, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            part(zip, method, "_rels/.rels", relations("officeDocument", "xl/workbook.xml"));
            part(zip, method, "xl/workbook.xml", """
                    <workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="One" sheetId="1" r:id="worksheet"/></sheets></workbook>""".formatted(MAIN, OFFICE));
            part(
                    zip,
                    method,
                    "xl/_rels/workbook.xml.rels",
                    relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml"));
            part(
                    zip,
                    method,
                    "xl/worksheets/sheet1.xml",
                    "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + rows + "</sheetData></worksheet>");
            part(zip, method, "xl/sharedStrings.xml", "<sst xmlns=\"" + MAIN + "\">" + strings + "</sst>");
        }
        return bytes.toByteArray();
    }

    /** @param targets types and what they point to, in pairs */
    private static String relations(String... targets) {
        StringBuilder xml = new StringBuilder(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        for (int i = 0; i < targets.length; i += 2) {
            xml.append("<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>"
                    .formatted(targets[i], OFFICE, targets[i], targets[i + 1]));
        }
        return xml + "</Relationships>";
    }

    private static void part(ZipOutputStream zip, int method, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setMethod(method);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
