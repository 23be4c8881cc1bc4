package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @Test
    void whatSteersATerminalOrEndsALineIsWrittenOut() {
        assertThat(Printable.of("a\nb\r\tc\u001b[2J\u009b1m\u007f\u0000"))
                .isEqualTo("a\\nb\\r\\tc\\u001b[2J\\u009b1m\\u007f\\u0000");
    }

    @Test
    void whatTurnsTheDirectionOfReadingIsWrittenOut() {
        assertThat(Printable.of("gpj.\u202eexe\u2066 \u2028\u200f")).isEqualTo("gpj.\\u202eexe\\u2066 \\u2028\\u200f");
    }

    @ParameterizedTest
    @CsvSource({"Börge Ångström", "東京", "😀 ▲ █", "a\\nb"})
    void otherTextIsLeftAlone(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void linesKeepTheirEndsOnly() {
        assertThat(Printable.lines("a\r\n\tb\u001b\rc\n")).isEqualTo("a\n\tb\\u001b\\rc\n");
    }
}
