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
        assertThat(Reading.from(file, new Position(4, records.get(3).offset(), 5)))
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

    @Test
    void sharedTextsAreFoundInAnyOrderAndLeaveNoFileBehind() throws IOException {
        int rows = 20_000;
        StringBuilder sheet = new StringBuilder("<row><c t=\"s\"><v>0</v></c></row>");
        StringBuilder texts = new StringBuilder("<si><t>name</t></si>");
        for (int i = 1; i <= rows; i++) {
            sheet.append("<row><c t=\"s\"><v>").append(rows + 1 - i).append("</v></c></row>");
            texts.append("<si><t>text ").append(i).append("</t></si>");
        }
        Path path = Files.write(home.resolve("x.xlsx"), RawWorkbook.of(sheet.toString(), texts.toString()));
        RecordFile file = open(path);

        try (Records records = file.records(file.start())) {
            for (int i = rows; i > 0; i--) {
                assertThat(records.next().values()).isEqualTo(List.of("text " + i));
            }
            assertThat(records.next()).isNull();
            assertThat(records.bytesRead()).isPositive();
        }
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files).noneMatch(left -> left.getFileName().toString().startsWith("bactrian-texts"));
        }
    }

    @Test
    void textIsWhatIsReadAloudWithItsEscapesUndone() throws IOException {
        Path path = Files.write(home.resolve("x.xlsx"), RawWorkbook.of("""
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
                <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>7</v></c></row>
                """, """
                <si><r><rPr><b/></rPr><t>fir</t></r><r><t>st</t></r></si>
                <si><t>東京</t><rPh sb="0" eb="2"><t>TOKYO</t></rPh></si>
                <si><t xml:space="preserve"> a_x000D_b </t></si>"""));
        RecordFile file = open(path);

        assertThat(file.columns()).containsExactly("first", "東京");
        assertThat(Reading.all(file))
                .extracting(SourceRecord::fault)
                .containsExactly("cell B2 holds an error instead of a value");
        assertThat(Reading.all(file).get(0).raw()).asString(UTF_8).startsWith("\" a\rb \"");
    }

    @Test
    void rowsOfDrawingsAreNoRowsOfTheSheetAndRowsOutOfOrderAreDamage() throws IOException {
        Path drawn = raw("""
                <row><c t="str"><v>a</v></c></row><row><c t="str"><v>1</v></c></row></sheetData>
                <controls><anchor><from><row>7</row></from></anchor></controls><sheetData>""");
        Path mixed = raw("""
                <row r="1"><c t="str"><v>a</v></c></row><row r="3"><c t="str"><v>1</v></c></row>
                <row r="2"><c t="str"><v>2</v></c></row>""");

        assertThat(Reading.all(open(drawn))).hasSize(1);
        assertThatThrownBy(() -> Reading.all(open(mixed)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("row '2' stands behind row 3");
    }

    @Test
    void aSheetWhoseBytesWereChangedIsFoundOutByItsChecksum() throws IOException {
        byte[] bytes = RawWorkbook.stored("<row><c t=\"str\"><v>a</v></c></row><row><c t=\"str\"><v>17</v></c></row>");
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("<v>17");
        bytes[at + 3] = '9';
        RecordFile file = open(Files.write(home.resolve("x.xlsx"), bytes));

        assertThatThrownBy(() -> Reading.all(file)).hasMessageContaining("does not have its checksum");
    }

    @Test
    void documentTypesAndEntitiesInAWorkbookAreRefused() throws IOException {
        Path bomb = raw("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><row><c t=\"str\"><v>a</v></c></row>");
        Path entity = raw("<row><c t=\"str\"><v>&other;</v></c></row>");

        assertThatThrownBy(() -> open(bomb)).hasMessageContaining("document type");
        assertThatThrownBy(() -> open(entity)).isInstanceOf(UnreadableFileException.class);
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

    private Path raw(String rows) throws IOException {
        return Files.write(Files.createTempFile(home, "raw", ".xlsx"), RawWorkbook.of(rows, ""));
    }
}
