package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxFileTest {
    @TempDir
    Path home;

    @Test
    void cellsAreTextAsStored() throws IOException {
        Path path = workbook(sheet -> {
            sheet.value(1, 0, "phone");
            sheet.value(1, 1, "price");
            sheet.value(1, 2, "day");
            sheet.value(1, 3, "at");
            sheet.value(1, 4, "ok");
            sheet.value(3, 0, 4915112345678L);
            sheet.value(3, 1, 1.1 * 3);
            sheet.value(3, 2, LocalDate.of(2026, 11, 22));
            sheet.style(3, 2).format("yyyy-mm-dd").set();
            sheet.value(3, 3, LocalDateTime.of(2026, 11, 22, 18, 30, 1));
            sheet.style(3, 3).format("dd/mm/yyyy hh:mm:ss").set();
            sheet.value(3, 4, true);
            sheet.value(4, 0, "0049");
            sheet.value(4, 1, 1e20);
        });
        RecordFile file = open(path);
        List<SourceRecord> records = Reading.all(file);

        assertThat(file.columns()).containsExactly("phone", "price", "day", "at", "ok");
        assertThat(records).extracting(SourceRecord::line).containsExactly(4L, 5L);
        assertThat(records.get(0).values())
                .isEqualTo(List.of("4915112345678", "3.3", "2026-11-22", "2026-11-22T18:30:01", "TRUE"));
        assertThat(records.get(1).values()).isEqualTo(List.of("0049", "100000000000000000000", "", "", ""));
    }

    @Test
    void readingGoesOnFromAnyRecordAndRejectsAreCsv() throws IOException {
        Path path = workbook(sheet -> {
            sheet.value(0, 0, "a");
            sheet.value(0, 1, "b");
            for (int i = 1; i < 10; i++) {
                sheet.value(i, 0, "x" + i);
                sheet.value(i, 1, i == 5 ? "p,\"q\"" : "");
            }
            sheet.value(7, 2, "surplus");
        });
        RecordFile file = open(path);
        List<SourceRecord> records = Reading.all(file);
        assertThat(Reading.from(file, new Position(4, 0, 5)))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(records.subList(3, 9));
        assertThat(records.get(6).fault()).isEqualTo("the row has values in 1 columns more than the header");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rejects rejects = file.rejects(out);
        rejects.add(records.get(4), "no");
        rejects.add(records.get(6), "no");
        rejects.finish();
        assertThat(out.toString(UTF_8))
                .isEqualTo("\uFEFF_row,_error,a,b\r\n5,no,x5,\"p,\"\"q\"\"\"\r\n7,no,x7,\"\",surplus\r\n");
        RecordFile again = RecordFile.open(
                Files.write(home.resolve("again"), out.toByteArray()),
                file.rejectsName("x.xlsx"),
                Reading.with("format", "xlsx"));
        assertThat(Reading.all(again).get(0).values()).isEqualTo(List.of("x5", "p,\"q\""));
    }

    @Test
    void aSheetIsChosenByName() throws IOException {
        Path path = workbook(sheet -> sheet.value(0, 0, "a"));

        assertThat(RecordFile.open(path, "x.xlsx", Reading.with("sheet", "One")).columns())
                .containsExactly("a");
        assertThatThrownBy(() -> RecordFile.open(path, "x.xlsx", Reading.with("sheet", "Two")))
                .hasMessage("the workbook has no sheet 'Two'; it has: One");
    }

    @Test
    void formulasCountByTheirStoredValueAndErrorsFaultTheRow() throws IOException {
        Path path = raw("""
                <row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
                <row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>
                <row r="3"><c r="A3" t="str"><f>"1E5"</f><v>1E5</v></c></row>
                <row r="4"><c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
                <row r="5"><c r="A5"><v>1.0E10</v></c></row>
                """);

        List<SourceRecord> records = Reading.all(open(path));

        assertThat(records)
                .extracting(r -> (Object) r.values())
                .isEqualTo(List.of(List.of("2"), List.of("1E5"), List.of(), List.of("10000000000")));
        assertThat(records.get(2).fault()).isEqualTo("cell A4 holds an error instead of a value");
    }

    @Test
    void aWorkbookThatIsCutOrNoneIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(workbook(sheet -> sheet.value(0, 0, "a")));

        assertThatThrownBy(
                        () -> open(Files.write(home.resolve("cut"), java.util.Arrays.copyOf(whole, whole.length / 2))))
                .isInstanceOf(UnreadableFileException.class);
        assertThatThrownBy(() -> open(Files.writeString(home.resolve("csv"), "a,b\n")))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("not an Excel workbook");
        Path cutSheet = raw("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row><row r=\"2\"><c");
        assertThatThrownBy(() -> Reading.all(open(cutSheet))).isInstanceOf(UnreadableFileException.class);
    }

    @Test
    void aWorkbookWithoutEndIsRefused() throws IOException {
        Path path = raw(" ".repeat(80 << 20));

        assertThatThrownBy(() -> open(path))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("unpacks to more than can be read");
    }

    private RecordFile open(Path path) throws IOException {
        return RecordFile.open(path, "x.xlsx", FormatSettings.DEFAULT);
    }

    private Path workbook(Consumer<Worksheet> content) throws IOException {
        Path path = home.resolve("x.xlsx");
        try (OutputStream out = Files.newOutputStream(path);
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            content.accept(workbook.newWorksheet("One"));
        }
        return path;
    }

    /** A workbook with the least that one needs around the rows. */
    private Path raw(String rows) throws IOException {
        Path path = home.resolve("raw.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            part(zip, "[Content_Types].xml", """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            part(zip, "xl/workbook.xml", """
                    <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            part(zip, "xl/_rels/workbook.xml.rels", """
                    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            part(zip, "_rels/.rels", """
                    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            part(
                    zip,
                    "xl/worksheets/sheet1.xml",
                    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows
                            + "</sheetData></worksheet>");
        }
        return path;
    }

    private static void part(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(UTF_8));
    }
}
