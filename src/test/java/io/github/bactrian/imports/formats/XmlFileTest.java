package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFileTest {
    @TempDir
    Path home;

    @Test
    void theRootsChildrenAreRecords() throws IOException {
        List<SourceRecord> records = all("""
                <?xml version="1.0"?>
                <!-- <user/> -->
                <users>
                  <user id="1"><mail>a@x</mail><tag>p</tag><tag>q</tag><note/></user>
                  <user><name first='A>'>B</name>&lt;<![CDATA[<user>]]></user>
                </users>
                """);

        assertThat(records).extracting(SourceRecord::line).containsExactly(4L, 5L);
        assertThat(row(records.get(0)))
                .isEqualTo(Map.of("@id", "1", "mail", "a@x", "tag", List.of("p", "q"), "note", ""));
        assertThat(row(records.get(1)))
                .isEqualTo(Map.of("name", Map.of("@first", "A>", "#text", "B"), "#text", "<<user>"));
    }

    @Test
    void recordsAreFoundByNameAtAnyDepth() throws IOException {
        RecordFile file = open(
                "<a xmlns:n='urn:n'><head/><g><n:u><x>1</x></n:u></g><g><n:u><n:x>2</n:x><u/></n:u></g></a>",
                "record",
                "u");

        assertThat(Reading.all(file))
                .extracting(XmlFileTest::row)
                .satisfiesExactly(one -> assertThat(one).isEqualTo(Map.of("x", "1")), two -> assertThat(two)
                        .isEqualTo(Map.of("x", "2", "u", "")));
    }

    @Test
    void aFileIsReadInItsDeclaredEncoding() throws IOException {
        String text = "<?xml version='1.0' encoding='ISO-8859-1'?><a><b>\u00e9</b></a>";

        assertThat(Reading.all(open(text.getBytes(StandardCharsets.ISO_8859_1))))
                .extracting(record -> (Object) record.values().get(0))
                .containsExactly("\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><b>&x;</b></a>",
                "<!DOCTYPE a [<!ENTITY x 'yy'><!ENTITY z '&x;&x;'>]><a><b>&z;</b></a>"
            })
    void documentTypesAreRefused(String text) {
        assertThatThrownBy(() -> open(text))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("document type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>&x;</b>",
                "<b><c></b></c>",
                "<b x='1' x='2'/>",
                "<b><n:c/></b>",
                "<b x=1/>",
                "<b>\u0001</b>",
                "<1b/>"
            })
    void aRecordThatIsNotValidIsFaultyByItself(String record) throws IOException {
        List<SourceRecord> records = all("<a>" + record + "<d>1</d></a>");

        assertThat(records).hasSize(2);
        assertThat(records.get(0).fault()).isEqualTo("the record is not valid XML");
        assertThat(records.get(1).fault()).isNull();
    }

    @Test
    void depthIsBounded() throws IOException {
        List<SourceRecord> records = all("<a><b>" + "<c>".repeat(5000) + "</c>".repeat(5000) + "</b><d/></a>");

        assertThat(records.get(0).fault()).isEqualTo("the record is not valid XML");
        assertThat(records.get(1).fault()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "</a", "<c", "<c><!--", "<c>x</c>", "<c x='", "<c><![CDATA[</c></a>"})
    void recordsBeforeTheCutAreRead(String rest) throws IOException {
        RecordFile file = open("<a>\n<b>1</b>" + rest);
        try (Records records = file.records(file.start())) {
            assertThat(records.next().fault()).isNull();
            assertThatThrownBy(() -> {
                        while (records.next() != null) {}
                    })
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageContaining("line 2: ")
                    .hasMessageContaining("cut off");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a;b|does not begin with <", "<!DOCTYPE html><html>|an HTML page", "<a/><b/>|one root"})
    void otherContentIsRefused(String text, String message) {
        assertThatThrownBy(() -> Reading.all(open(text)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEncodingThatSwitchesAlphabetsIsRefused() {
        assertThatThrownBy(() -> open("<?xml version='1.0' encoding='ISO-2022-JP'?><a><b/></a>"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("line 1: encoding=\"ISO-2022-JP\" is not supported; save the file as UTF-8");
    }

    @Test
    void aRootAloneHoldsNoRecords() throws IOException {
        assertThat(all("<a/>")).isEmpty();
        assertThat(all("<a>\n</a>\n")).isEmpty();
        assertThat(open("")).isNull();
    }

    private static Map<String, Object> row(SourceRecord record) {
        Map<String, Object> row = new java.util.LinkedHashMap<>();
        for (int i = 0; i < record.columns().size(); i++) {
            row.put(record.columns().get(i), record.values().get(i));
        }
        return row;
    }

    private List<SourceRecord> all(String text) throws IOException {
        return Reading.all(open(text));
    }

    private RecordFile open(String text, Object... settings) throws IOException {
        return open(text.getBytes(UTF_8), settings);
    }

    private RecordFile open(byte[] bytes, Object... settings) throws IOException {
        return RecordFile.open(Files.write(home.resolve("x"), bytes), "x.xml", Reading.with(settings));
    }
}
