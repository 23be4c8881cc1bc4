package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

    // 2026-11-20 is a Friday
    @ParameterizedTest
    @CsvSource({
        "2026-11-20T19:59, false", "2026-11-20T20:00, true", "2026-11-21T05:59, true", "2026-11-21T06:00, false",
        "2026-11-21T20:00, false", "2026-11-22T23:00, false", "2026-11-23T03:00, false", "2026-11-23T20:00, true"
    })
    void aSpanOverMidnightBelongsToTheDayOnWhichItBegins(String local, boolean open) {
        assertThat(Window.parse("Mon-Fri 20:00-06:00 Europe/Amsterdam").isOpen(at(local)))
                .isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "PT2H, 2026-11-20T22:00",
        "PT10H, 2026-11-21T06:00",
        "PT11H, 2026-11-23T21:00",
        "PT70H, 2026-12-01T06:00"
    })
    void workRestsWhileItIsClosed(Duration work, String local) {
        assertThat(Window.parse("Mon-Fri 20:00-06:00 Europe/Amsterdam").done(at("2026-11-20T12:00"), work))
                .map(ZonedDateTime::toLocalDateTime)
                .contains(java.time.LocalDateTime.parse(local));
    }

    @Test
    void aWindowThatIsAlwaysOpenDelaysNothingAndWorkOfAHundredYearsIsNotDone() {
        Window always = Window.parse("00:00-24:00 UTC");
        Instant now = Instant.parse("2026-11-20T12:00:00Z");

        assertThat(always.done(now, Duration.ofDays(30)))
                .map(ZonedDateTime::toInstant)
                .contains(now.plus(Duration.ofDays(30)));
        assertThat(Window.parse("Sun 03:00-03:01 UTC").done(now, Duration.ofDays(1)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T10:00, true", "2026-11-20T10:00, false", "2026-11-20T12:30, true", "2026-11-21T12:30, true"
    })
    void severalSpansAreSeparatedByCommas(String local, boolean open) {
        assertThat(Window.parse("Sat-Sun 00:00-24:00, 12:00-13:00 Europe/Amsterdam")
                        .isOpen(at(local)))
                .isEqualTo(open);
    }

    @Test
    void whenClocksGoForwardASpanBeginsAtTheMomentThatTheyLeaveOut() {
        // on 2027-03-28 clocks go from 02:00 to 03:00, which is 01:00 UTC
        Window window = Window.parse("02:30-04:00 Europe/Amsterdam");

        assertThat(window.isOpen(Instant.parse("2027-03-28T00:59:59Z"))).isFalse();
        assertThat(window.isOpen(Instant.parse("2027-03-28T01:00:00Z"))).isTrue();
        assertThat(window.isOpen(Instant.parse("2027-03-28T01:59:59Z"))).isTrue();
        assertThat(window.isOpen(Instant.parse("2027-03-28T02:00:00Z"))).isFalse();
    }

    @Test
    void whenClocksGoBackASpanIsAnHourLonger() {
        // on 2026-10-25 clocks go from 03:00 to 02:00, which is 01:00 UTC
        Window window = Window.parse("Sun 02:30-04:00 Europe/Amsterdam");

        assertThat(window.isOpen(Instant.parse("2026-10-25T00:29:59Z"))).isFalse();
        assertThat(window.isOpen(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(window.isOpen(Instant.parse("2026-10-25T01:15:00Z"))).isTrue();
        assertThat(window.isOpen(Instant.parse("2026-10-25T02:59:59Z"))).isTrue();
        assertThat(window.isOpen(Instant.parse("2026-10-25T03:00:00Z"))).isFalse();
    }

    @Test
    void theNextOpeningIsSaidInTheTimeOfTheZoneEvenOverAChangeOfClocks() {
        Window window = Window.parse("Mon 20:00-22:00 Europe/Amsterdam");

        assertThat(window.nextOpening(Instant.parse("2026-10-24T12:00:00Z")))
                .isEqualTo(ZonedDateTime.parse("2026-10-26T20:00+01:00[Europe/Amsterdam]"));
        assertThat(window.nextOpening(at("2026-10-26T21:59")))
                .isEqualTo(at("2026-10-26T21:59").atZone(AMSTERDAM));
        assertThat(window.nextOpening(at("2026-10-26T22:00")).toLocalDate()).hasToString("2026-11-02");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20:00-06:00",
                "Mon-Fri 20:00-06:00",
                "Mon-Fri Europe/Amsterdam",
                "Mon-Fry 20:00-06:00 UTC",
                "25:00-06:00 UTC",
                "20:00-06:00 Europe/Amsterdan",
                "",
                "x"
            })
    void whatIsNoWindowIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Window.parse(text))
                .withMessageMatching("(is|names) no.*");
    }

    private static Instant at(String local) {
        return ZonedDateTime.of(java.time.LocalDateTime.parse(local), AMSTERDAM).toInstant();
    }
}
