package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxRejectsTest {

    @ParameterizedTest
    @CsvSource({
        "50%, 99, 99, false",
        "50%, 50, 100, false",
        "50%, 51, 100, true",
        "50%, 500000, 1000000, false",
        "50%, 500001, 1000000, true",
        "0%, 1, 100, true",
        "0, 0, 1000, false",
        "0, 1, 99, false",
        "0, 1, 100, true",
        "500, 500, 501, false",
        "500, 501, 501, true",
        "100%, 1000, 1000, false",
    })
    void theLimitIsJudgedAfterAHundredRows(String limit, long rejected, long ended, boolean exceeded) {
        assertThat(MaxRejects.parse(limit).exceededBy(rejected, ended)).isEqualTo(exceeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "5.5%", "%", "1e3"})
    void anythingButACountOrAShareIsRefused(String text) {
        assertThatThrownBy(() -> MaxRejects.parse(text))
                .hasMessage("is neither a count such as 500 nor a share such as 50%");
    }

    @Test
    void itIsShownAsItIsWritten() {
        assertThat(MaxRejects.parse(" 50 % ")).hasToString("50%");
        assertThat(MaxRejects.parse("500")).hasToString("500");
    }
}
