package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String CLEAR = "\r\033[2K";
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void aLineIsPutAboveTheStatus() {
        Screen screen = screen(true);

        screen.status("50 %");
        screen.line("hello");

        assertThat(text()).isEqualTo(status("50 %") + CLEAR + "hello" + System.lineSeparator() + status("50 %"));
    }

    @Test
    void anEmptyStatusLeavesNothing() {
        Screen screen = screen(true);

        screen.status("50 %");
        screen.status("");
        screen.line("hello");

        assertThat(text()).isEqualTo(status("50 %") + CLEAR + "hello" + System.lineSeparator());
    }

    @Test
    void aStatusThatIsTheSameIsNotDrawnAgain() {
        Screen screen = screen(true);

        screen.status("50 %");
        screen.status("50 %");

        assertThat(text()).isEqualTo(status("50 %"));
    }

    @Test
    void withoutATerminalThereAreOnlyLines() {
        Screen screen = screen(false);

        screen.status("50 %");
        screen.line("hello");

        assertThat(text()).isEqualTo("hello" + System.lineSeparator());
    }

    private Screen screen(boolean interactive) {
        return new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), interactive);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static String status(String text) {
        return "\033[?7l" + text + "\033[?7h";
    }
}
