package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every format's reject file must do. */
class RejectsTest {
    private static final String CASES = """
            x.csv|a,bN1,2N3,4,5NN6N7,"8"N
            x.csv|aN"x"yN2N
            x.json|[{"a":1}, {"a":2 },{}, 42,{"a":tru},{"a":1,"a":2}]
            x.json|[{"a":"_row"},{"_row":7},{"a":[{"_error":"x"}]}]
            x.jsonl|{"a":1}N {"a":2} NN{brokenN"x"N{"a":3}
            x.xml|<?xml version="1.0"?><r xmlns:n="urn:n"><n:u id="1">x</n:u><u/><u a=1/><u b='>'><_row>1</_row></u></r>
            """;

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CASES)
    void droppingRejectsAgainGivesTheSameRecordsUnderTheirNumbers(String name, String text) throws IOException {
        RecordFile file = open(name, text.replace('N', '\n'));
        List<SourceRecord> first = Reading.all(file);
        List<SourceRecord> odd = first.stream().filter(r -> r.number() % 2 == 0).toList();

        List<SourceRecord> second = Reading.all(open(name, rejects(file, odd, "=no \"way\"; <b> & ' \\ \t\u00e9")));
        List<SourceRecord> third = Reading.all(open(
                name,
                rejects(open(name, rejects(file, odd, "x")), Reading.all(open(name, rejects(file, odd, "x"))), "y")));

        for (List<SourceRecord> again : List.of(second, third)) {
            assertThat(again)
                    .extracting(SourceRecord::rootRow)
                    .isEqualTo(odd.stream().map(SourceRecord::rootRow).toList());
            for (int i = 0; i < odd.size(); i++) {
                assertThat(again.get(i).columns()).isEqualTo(odd.get(i).columns());
                assertThat(again.get(i).fault() == null).isEqualTo(odd.get(i).fault() == null);
                if (odd.get(i).fault() == null) {
                    assertThat(again.get(i).values()).isEqualTo(odd.get(i).values());
                    assertThat(new String(again.get(i).raw(), UTF_8).strip())
                            .isEqualTo(new String(odd.get(i).raw(), UTF_8).strip());
                }
            }
        }
    }

    @Test
    void jsonStaysJson() throws IOException {
        RecordFile file = open("x.json", "{\"value\":[{\"a\":1},42]}", "record", "/value");

        assertThat(rejects(file, Reading.all(file), "no")).isEqualTo("""
                        {"value":[
                        {"a":1,"_row":1,"_error":"no"},
                        {"_value":42,"_row":2,"_error":"no"}
                        ]}
                        """);
    }

    @Test
    void xmlStaysXml() throws IOException {
        RecordFile file = open("x.xml", "<r><a>1</a><a/></r>");

        assertThat(rejects(file, Reading.all(file), "\"no\""))
                .isEqualTo(
                        "<r><a _row=\"1\" _error=\"&#34;no&#34;\">1</a>\n<a _row=\"2\" _error=\"&#34;no&#34;\"/>\n</r>\n");
    }

    @Test
    void aReasonIsNoFormula() throws IOException {
        RecordFile file = open("x.csv", "a\n=1\n");

        assertThat(rejects(file, Reading.all(file), "=HYPERLINK(1)"))
                .isEqualTo("_row,_error,a\n1,\"'=HYPERLINK(1)\",=1\n");
    }

    @Test
    void addedMembersThatAToolMovedAreStillIgnored() throws IOException {
        RecordFile file = open("x.json", "[{\"_error\":\"no\",\"_row\":7,\"a\":1}]");
        SourceRecord record = Reading.all(file).get(0);

        assertThat(record.rootRow()).isEqualTo(7);
        assertThat(new String(record.raw(), UTF_8)).isEqualTo("{\"a\":1}");
    }

    private static String rejects(RecordFile file, List<SourceRecord> records, String error) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rejects rejects = file.rejects(out);
        for (SourceRecord record : records) {
            rejects.add(record, error);
        }
        rejects.finish();
        return out.toString(UTF_8);
    }

    private RecordFile open(String name, String text, Object... settings) throws IOException {
        Path path = Files.createTempFile(home, "x", name);
        return RecordFile.open(Files.writeString(path, text), name, Reading.with(settings));
    }
}
