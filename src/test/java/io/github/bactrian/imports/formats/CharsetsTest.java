package io.github.bactrian.imports.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharsetsTest {
    private static final String CAMEL = "\uD83D\uDC2A";

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aMarkTellsTheCharset(String charset) throws IOException {
        RecordFile file =
                open(("\uFEFFa;b\n\u00e9" + CAMEL + ";\u20ac\nx;y\n").getBytes(Charset.forName(charset)), null);

        List<SourceRecord> records = Reading.all(file);
        assertThat(records.get(0).values()).isEqualTo(List.of("\u00e9" + CAMEL, "\u20ac"));
        SourceRecord second = records.get(1);
        assertThat(Reading.from(file, new Position(2, second.offset(), second.line())))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(second);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32", "IBM037", "windows-1252", "Shift_JIS", "GB18030"})
    void aDeclaredCharsetIsRead(String charset) throws IOException {
        String letter = Charset.forName(charset).newEncoder().canEncode('\u3042') ? "\u3042" : "\u00e9";

        RecordFile file = open(("a,b\n" + letter + ",x\n").getBytes(Charset.forName(charset)), charset);

        assertThat(Reading.all(file).get(0).values()).isEqualTo(List.of(letter, "x"));
    }

    @Test
    void halfACharacterFaultsItsRowOnly() throws IOException {
        byte[] bytes = "\uFEFFa\nxy\nz\n".getBytes(StandardCharsets.UTF_16LE);
        bytes[7] = (byte) 0xD8;

        List<SourceRecord> records = Reading.all(open(bytes, null));

        assertThat(records).extracting(r -> r.fault() == null).containsExactly(false, true);
    }

    @Test
    void rejectsOfAnotherCharsetAreUtf8WithAMark() throws IOException {
        RecordFile file = open("a,b\n\u00e9,x\n".getBytes(StandardCharsets.UTF_16LE), "UTF-16LE");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rejects rejects = file.rejects(out);
        rejects.add(Reading.all(file).get(0), "no");
        rejects.finish();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\uFEFF_row,_error,a,b\n1,no,\u00e9,x\n");
        assertThat(Reading.all(open(out.toByteArray(), "UTF-16LE")).get(0).values())
                .isEqualTo(List.of("\u00e9", "x"));
    }

    @Test
    void utf16WithoutMarkIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> open("a,b\n".getBytes(StandardCharsets.UTF_16LE), null))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("set charset=UTF-16LE");
    }

    @Test
    void aDelimiterThatMayBeHalfACharacterIsRefused() {
        assertThatThrownBy(() -> RecordFile.open(
                        Files.writeString(home.resolve("y"), "a|b\n"),
                        "y.csv",
                        Reading.with("charset", "Shift_JIS", "delimiter", "|")))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("part of another character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-2022-JP", "ISO-2022-KR"})
    void charsetsThatSwitchAlphabetsAreKnown(String charset) {
        assertThat(Charsets.isStateful(Charset.forName(charset))).isTrue();
        assertThat(Charsets.isStateful(StandardCharsets.UTF_16)).isFalse();
    }

    private RecordFile open(byte[] bytes, String charset) throws IOException {
        return RecordFile.open(
                Files.write(home.resolve("x"), bytes),
                "x.csv",
                charset == null ? FormatSettings.DEFAULT : Reading.with("charset", charset));
    }
}
