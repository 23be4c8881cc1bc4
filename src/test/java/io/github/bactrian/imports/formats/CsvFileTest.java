package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    @TempDir
    Path home;

    @Test
    void aFieldThatEndsInCarriageReturnIsKept() throws IOException {
        // FastCSV 4.1.0 loses it when it splits whole files: its strict parser takes CR, quote and LF for one line end
        assertThat(rows("a,b\n1,\"x\r\"\n\"y\r\",\"\r\"\n")).containsExactly(List.of("1", "x\r"), List.of("y\r", "\r"));
        assertThat(rows("a\n\"x\r\"\n\"y\n\"\n")).containsExactly(List.of("x\r"), List.of("y\n"));
    }

    @Test
    void fieldsAreUnquoted() throws IOException {
        assertThat(rows("a,b,c\n\"x,\"\"y\"\"\",\"\",\"1\r\n2\"\n")).containsExactly(List.of("x,\"y\"", "", "1\r\n2"));
    }

    @Test
    void aQuoteInsideOfAnUnquotedFieldIsText() throws IOException {
        assertThat(rows("a,b\n6\" pipe,it\"s\n")).containsExactly(List.of("6\" pipe", "it\"s"));
    }

    @Test
    void textBehindAClosingQuoteFaultsThatRowOnly() throws IOException {
        List<SourceRecord> records = records(file("a,b\n\"x\"y,z\n1,2\n"));

        assertThat(records).extracting(SourceRecord::fault).containsExactly("the quotes in the row do not match", null);
        assertThat(records.get(1).values()).isEqualTo(List.of("1", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0,y", "0123456789\0,y", "\"x\0\",y", "x,0123456789abcdef\0", "x,\0\0"})
    void aZeroByteFaultsItsRowOnlyAndIsNamedByOffset(String row) throws IOException {
        String text = "a".repeat(9000) + ",b\n1,2\n" + row + "\n3,4\n";

        List<SourceRecord> records = records(file(text));

        assertThat(records)
                .extracting(SourceRecord::fault)
                .containsExactly(null, "byte " + text.indexOf(0) + " of the file is zero, which no text holds", null);
    }

    @Test
    void fieldsOfAnyLengthEndWhereTheyDo() throws IOException {
        String field = "a remark, of some length, that nobody reads\u00E9 ever".replace(",", "");
        for (int length = 1; length <= field.length(); length++) {
            String text = field.substring(0, length);
            assertThat(rows("a,b\r\n" + text + "," + text + "\r" + text + ",\n," + text))
                    .containsExactly(List.of(text, text), List.of(text, ""), List.of("", text));
        }
    }

    @Test
    void blankLinesAreNoRowsButCountAsLines() throws IOException {
        List<SourceRecord> records = records(file("\r\n\na,b\n\n1,2\n\n\n3,4\n\n"));

        assertThat(records).extracting(SourceRecord::number).containsExactly(1L, 2L);
        assertThat(records).extracting(SourceRecord::line).containsExactly(5L, 8L);
    }

    @Test
    void aRowOfOneEmptyQuotedFieldIsARow() throws IOException {
        assertThat(rows("a\n\"\"\nx\n")).containsExactly(List.of(""), List.of("x"));
    }

    @Test
    void aRowWithTooFewOrTooManyColumnsIsFaulty() throws IOException {
        assertThat(records(file("a,b\n1\n1,2\n1,2,3\n")))
                .extracting(SourceRecord::fault)
                .containsExactly(
                        "the row has 1 columns, the header has 2", null, "the row has 3 columns, the header has 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "\uFEFF", "\uFEFF\n"})
    void aFileWithoutHeaderIsNull(String text) throws IOException {
        assertThat(open(write(text.getBytes(UTF_8)), FormatSettings.DEFAULT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b\n", "\uFEFFa,b\r\n\r\n"})
    void aHeaderAloneHoldsNoRows(String text) throws IOException {
        CsvFile file = file(text);

        assertThat(file.columns()).containsExactly("a", "b");
        assertThat(records(file)).isEmpty();
    }

    @Test
    void skippingMoreLinesThanThereAreLeavesNothing() throws IOException {
        assertThat(open(write("one\ntwo\n".getBytes(UTF_8)), Reading.with("skipLines", 3)))
                .isNull();
    }

    @Test
    void skippedLinesMayHoldQuotesAndAreKept() throws IOException {
        CsvFile file = file("\uFEFFthe \"report\r\n5\" and more\n\r\na;b\r\n1;2\r\n", "skipLines", 2);

        assertThat(new String(file.preamble(), UTF_8)).isEqualTo("\uFEFFthe \"report\r\n5\" and more\n");
        assertThat(file.columns()).containsExactly("a", "b");
        assertThat(records(file)).singleElement().satisfies(record -> {
            assertThat(record.line()).isEqualTo(5);
            assertThat(record.values()).isEqualTo(List.of("1", "2"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'a,b;c,d'|,", "'a;b,c;d'|;", "'\"a,x,y,z\";b'|;", "a|,", "'\n\na;b'|;"})
    void theDelimiterIsTheOneThatSplitsTheHeaderMost(String header, char delimiter) throws IOException {
        assertThat(file(header + "\n").delimiter()).isEqualTo(delimiter);
    }

    @Test
    void aTabIsDetected() throws IOException {
        assertThat(file("a b\tc\n").columns()).containsExactly("a b", "c");
    }

    @Test
    void aGivenDelimiterIsNotDoubted() throws IOException {
        assertThat(file("a,b|c\n", "delimiter", "|").columns()).containsExactly("a,b", "c");
    }

    @Test
    void columnNamesAreStripped() throws IOException {
        assertThat(file("\uFEFF \"a\",b , c\n", "delimiter", ",").columns()).contains("b", "c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,a|column 3 has the name that column 1 has",
                "a,,b|column 2 has no name",
                "a, ,b|column 2 has no name",
                "'a,\"b'|a quote (\") is opened in this record and never closed",
                "'\"a\"b,c'|the header is not UTF-8 CSV text"
            })
    void anUnusableHeaderIsRefusedWithItsLine(String header, String message) {
        assertThatThrownBy(() -> file("\n" + header))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageContaining(message);
    }

    @Test
    void aRowInPlaceOfTheHeaderIsNotShown() {
        assertThatThrownBy(() -> file("Hunter2,Ann,Hunter2\n")).hasMessageNotContainingAny("Hunter2", "Ann");
    }

    @Test
    void aHeaderOfManyColumnsIsReadInTimeThatGrowsWithTheirNumber() {
        String header = IntStream.range(0, 120_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(
                        file(header + "\n", "delimiter", ",").columns())
                .hasSize(120_000));
    }

    @Test
    void bytesThatAreNoTextFaultTheirRowAndAreNamedByOffset() throws IOException {
        byte[] bytes = "name\nAnn\nB\u00f6rge\n\u00e5\n".getBytes(ISO_8859_1);

        List<SourceRecord> records = records(open(write(bytes), FormatSettings.DEFAULT));

        assertThat(records)
                .extracting(SourceRecord::fault)
                .containsExactly(
                        null,
                        "byte 10 of the file is not UTF-8 text; save the file as UTF-8, or set charset",
                        "byte 15 of the file is not UTF-8 text; save the file as UTF-8, or set charset");
    }

    @Test
    void linesThatEndInReturnAreCountedBeforeThoseThatEndInFeed() throws IOException {
        assertThat(records(file("a\n1\r2\n3\r\n4\n\r5")))
                .extracting(SourceRecord::line)
                .containsExactly(2L, 3L, 4L, 5L, 7L);
    }

    @Test
    void aByteOfAllOnesIsNotTheEndOfTheFile() throws IOException {
        byte[] bytes = "a\n\u00ff\n\"\u00ff\"\nx\n".getBytes(ISO_8859_1);

        assertThat(records(open(write(bytes), FormatSettings.DEFAULT)))
                .extracting(record -> record.fault() == null)
                .containsExactly(false, false, true);
    }

    @Test
    void bytesThatAreNoTextInTheHeaderAreNamedByOffset() {
        assertThatThrownBy(() -> open(write("a,\u00e5\n".getBytes(ISO_8859_1)), FormatSettings.DEFAULT))
                .hasMessageContaining("the header is not UTF-8 CSV text (byte 2 of the file is not UTF-8 text)")
                .hasMessageContaining("set charset");
    }

    @Test
    void anotherCharsetIsReadWhenTold() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        Path path = write("name\n\u20acB\u00f6rge\n".getBytes(windows));

        assertThat(records(open(path, Reading.with("charset", "windows-1252"))))
                .extracting(SourceRecord::values)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly(List.of("\u20acB\u00f6rge"));
    }

    @Test
    void rowsBeforeAnUnclosedQuoteAreRead() throws IOException {
        try (Records records = recordsOf(file("a,b\n1,2\n3,\"4\n5,6\n"))) {
            assertThat(records.next().values()).isEqualTo(List.of("1", "2"));
            assertThatThrownBy(records::next)
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessage("line 3: a quote (\") is opened in this record and never closed");
        }
    }

    @Test
    void columnsThatAnEarlierRejectFileAddedAreCut() throws IOException {
        CsvFile file = file("_row;_error;a;b\r\n17;\"no; \"\"way\"\"\";\"x;y\";z\r\n;;1;2\r\nx;y;1;2\r\n");

        assertThat(file.columns()).containsExactly("a", "b");
        assertThat(new String(file.header(), UTF_8)).isEqualTo("a;b");
        assertThat(records(file))
                .extracting(record -> new String(record.raw(), UTF_8))
                .containsExactly("\"x;y\";z", "1;2", "1;2");
        assertThat(records(file)).extracting(SourceRecord::rootRow).containsExactly(17L, 2L, 3L);
        assertThat(records(file).get(0).values()).isEqualTo(List.of("x;y", "z"));
    }

    @Test
    void randomRecordsAreReadAsTheyWereWrittenFromAnyPosition() throws IOException {
        Random random = new Random(20261122);
        for (int round = 0; round < 300; round++) {
            checkRandomFile(random, round);
        }
    }

    private void checkRandomFile(Random random, int round) throws IOException {
        int columns = 1 + random.nextInt(5);
        char delimiter = ",;\t".charAt(random.nextInt(3));
        List<List<String>> rows = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            rows.add(random.ints(columns, columns == 1 ? 1 : 0, 12)
                    .mapToObj(n -> text(random, n))
                    .toList());
        }
        StringWriter text = new StringWriter(round % 2 == 0 ? 16 : 1024);
        var builder = CsvWriter.builder()
                .fieldSeparator(delimiter)
                .lineDelimiter(LineDelimiter.of(List.of("\r\n", "\n", "\r").get(random.nextInt(3))));
        if (random.nextBoolean()) {
            builder.quoteStrategy(QuoteStrategies.ALWAYS);
        }
        try (CsvWriter writer = builder.build(text)) {
            writer.writeRecord(java.util.stream.IntStream.range(0, columns)
                    .mapToObj(i -> "c" + i)
                    .toList());
            rows.forEach(writer::writeRecord);
        }
        byte[] bytes = ((random.nextBoolean() ? "\uFEFF" : "") + text).getBytes(UTF_8);
        CsvFile file = open(write(bytes), Reading.with("delimiter", String.valueOf(delimiter)));

        List<SourceRecord> records = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        try (Records reader = recordsOf(file)) {
            positions.add(reader.position());
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
                positions.add(reader.position());
            }
        }

        assertThat(records)
                .as("round %d", round)
                .extracting(record -> (Object) record.values())
                .isEqualTo(rows);
        assertThat(whole(file, records, positions, bytes)).isEqualTo(bytes);
        for (SourceRecord record : records) {
            assertThat(record.line()).isEqualTo(lineAt(bytes, record.offset()));
        }
        int from = random.nextInt(positions.size());
        try (Records tail = file.records(positions.get(from))) {
            for (SourceRecord expected : records.subList(from, records.size())) {
                assertThat(tail.next()).usingRecursiveComparison().isEqualTo(expected);
            }
            assertThat(tail.next()).isNull();
        }
    }

    /** The file put together again from the raw records and what stands between them, which is line ends. */
    private static byte[] whole(CsvFile file, List<SourceRecord> records, List<Position> positions, byte[] bytes) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(bytes, 0, (int) file.start().offset());
        for (int i = 0; i < records.size(); i++) {
            SourceRecord record = records.get(i);
            int end = (int) record.offset() + record.raw().length;
            int lineEnd = (int) positions.get(i + 1).offset() - end;
            assertThat(new String(bytes, end, lineEnd, UTF_8)).matches("\r\n|\r|\n");
            whole.writeBytes(record.raw());
            whole.write(bytes, end, lineEnd);
        }
        return whole.toByteArray();
    }

    private static long lineAt(byte[] bytes, long offset) {
        return 1
                + new String(bytes, 0, (int) offset, UTF_8)
                        .replace("\r\n", "\n")
                        .replace('\r', '\n')
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static String text(Random random, int length) {
        String alphabet = "ab \"\"\r\n,;\t\u00e9\u20ac'=";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(20) == 0 ? "\uD83D\uDC2A" : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private List<List<?>> rows(String text) throws IOException {
        return records(file(text)).stream().<List<?>>map(SourceRecord::values).toList();
    }

    private static Records recordsOf(CsvFile file) throws IOException {
        return file.records(file.start());
    }

    private static List<SourceRecord> records(CsvFile file) throws IOException {
        return Reading.all(file);
    }

    private static CsvFile open(Path path, FormatSettings settings) throws IOException {
        return (CsvFile) RecordFile.open(path, "file.csv", settings);
    }

    private CsvFile file(String text, Object... settings) throws IOException {
        return open(write(text.getBytes(UTF_8)), Reading.with(settings));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(home.resolve("file.csv"), bytes);
    }
}
