package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private final SettableClock clock = new SettableClock();
    private final Guesses guesses = new Guesses(clock);

    private int looked(int times) {
        int looked = 0;
        for (int i = 0; i < times; i++) {
            if (guesses.mayTry("192.0.2.1")) {
                guesses.wrong("192.0.2.1");
                looked++;
            }
        }
        return looked;
    }

    @Test
    void tenWrongPasswordsAreLookedAtAndThenOneASecond() {
        assertThat(looked(1000)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(3));
        assertThat(looked(1000)).isEqualTo(3);
    }

    @Test
    void anotherAddressDoesNotWait() {
        looked(1000);

        assertThat(guesses.mayTry("192.0.2.2")).isTrue();
    }

    @Test
    void allIsForgivenInTheEnd() {
        looked(1000);
        clock.advance(Duration.ofMinutes(1));

        assertThat(looked(1000)).isEqualTo(10);
    }
}
