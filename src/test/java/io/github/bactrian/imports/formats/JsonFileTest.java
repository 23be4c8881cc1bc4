package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {
    @TempDir
    Path home;

    @Test
    void eachElementIsARecordWithItsLine() throws IOException {
        List<SourceRecord> records = all("\uFEFF[\n {\"a\":1},\n\n {\"b\":\"x\\\"]\"} ]\n");

        assertThat(records).extracting(SourceRecord::line).containsExactly(2L, 4L);
        assertThat(records.get(1).columns()).containsExactly("b");
        assertThat(records.get(1).values()).isEqualTo(List.of("x\"]"));
        assertThat(new String(records.get(1).raw(), UTF_8)).isEqualTo("{\"b\":\"x\\\"]\"}");
    }

    @Test
    void numbersAreKeptExactly() throws IOException {
        SourceRecord record =
                all("[{\"a\":9007199254740993,\"b\":0.1000000000000000055,\"c\":99999999999999999999,\"d\":1}]")
                        .get(0);

        assertThat(record.fault()).isNull();
        assertThat(record.values())
                .isEqualTo(List.of(
                        9007199254740993L,
                        new BigDecimal("0.1000000000000000055"),
                        new BigInteger("99999999999999999999"),
                        1));
    }

    @Test
    void nestedValuesStayNested() throws IOException {
        assertThat(all("[{\"a\":{\"b\":[1,null,true]}}]").get(0).values().get(0))
                .isEqualTo(Map.of("b", java.util.Arrays.asList(1, null, true)));
    }

    @Test
    void anArrayInsideOfAnObjectIsFoundByPointer() throws IOException {
        String text =
                "{\"@odata.context\":\"x\",\"skip\":{\"value\":[1]},\"d\":{\"value\":[{\"a\":1},{\"a\":2}],\"n\":[\"]\"]},\"z\":2}";

        List<SourceRecord> records = Reading.all(open(text, "record", "/d/value"));

        assertThat(records).extracting(r -> (Object) r.values().get(0)).isEqualTo(List.of(1, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|the record is no JSON object",
                "[[]]|the record is no JSON object",
                "['a']|the record is no JSON object",
                "[{'a':1,'a':2}]|the record is not valid JSON: a name occurs twice in one object",
                "[{'a':tru}]|the record is not valid JSON: see line 1",
                "[{'a':'\\ud800'}]|the record is not valid JSON: it holds half of a surrogate pair (\\uD800 to \\uDFFF)"
            })
    void anElementThatIsNoRowIsFaultyByItself(String text, String fault) throws IOException {
        List<SourceRecord> records =
                all(text.replace('\'', '"').replace("]", ",{\"b\":1}]").replace("[[,{\"b\":1}]", "[[]"));

        assertThat(records.get(0).fault()).isEqualTo(fault);
        assertThat(records.get(records.size() - 1).fault()).isNull();
    }

    @Test
    void depthIsBounded() throws IOException {
        String deep = "[{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "},{\"b\":1}]";

        assertThat(all(deep).get(0).fault()).contains("nested more than 100 deep");
        assertThat(all(deep).get(1).fault()).isNull();
    }

    @Test
    void bytesThatAreNoTextAreNamedByOffset() throws IOException {
        byte[] bytes = "[{\"a\":\"x\u00ff\"},{\"a\":1}]".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        List<SourceRecord> records = Reading.all(open(bytes));

        assertThat(records.get(0).fault()).startsWith("byte 8 of the file is not UTF-8 text");
        assertThat(records.get(1).fault()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{},", "[{}", "[{},{", "[{},{\"a\":\"b", "[{},{\"a\":\"\\", "[{},{\"a\":1}"})
    void recordsBeforeTheCutAreRead(String text) throws IOException {
        RecordFile file = open(text);
        try (Records records = file.records(file.start())) {
            assertThat(records.next().fault()).isNull();
            assertThatThrownBy(() -> {
                        while (records.next() != null) {}
                    })
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessage("line 1: the file ends before its JSON array does; it was cut off");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{} {}]",
                "[{}{}]",
                "[1 2]",
                "[{},]",
                "[,{}]",
                "[{},,{}]",
                "[{}] x",
                "[{}]{}",
                "[{\"a\":\"\n\"}]",
                "[:]"
            })
    void whatIsNoArrayIsTold(String text) throws IOException {
        RecordFile file = open(text);

        assertThatThrownBy(() -> Reading.all(file))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith("line ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\uFEFF"})
    void anEmptyFileHoldsNothing(String text) throws IOException {
        assertThat(open(text)).isNull();
    }

    @Test
    void anEmptyArrayHoldsNoRecords() throws IOException {
        assertThat(all("[ ]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}|the file is not a JSON array",
                "{\"a\":1} {\"a\":2}|the file is not a JSON array",
                "a;b|line 1: the file is not JSON",
                "<html>|the file is an HTML page, not JSON"
            })
    void otherContentIsRefused(String text, String message) {
        assertThatThrownBy(() -> open(text))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"value, is no JSON pointer", "/x, has no member 'x'", "/a, does not point to an array"})
    void aPointerThatLeadsNowhereIsRefused(String record, String message) {
        assertThatThrownBy(() -> open("{\"a\":{}}", "record", record))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining(message);
    }

    private List<SourceRecord> all(String text) throws IOException {
        return Reading.all(open(text));
    }

    private RecordFile open(String text, Object... settings) throws IOException {
        return open(text.getBytes(UTF_8), settings);
    }

    private RecordFile open(byte[] bytes, Object... settings) throws IOException {
        return RecordFile.open(Files.write(home.resolve("x"), bytes), "x.json", Reading.with(settings));
    }
}
