package io.github.bactrian.daemon;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What is known of the terminal. */
final class Terminal {
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** False as soon as input or output is redirected. */
    @SuppressWarnings("SystemConsoleNull") // isTerminal asks what null no longer tells
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && !"dumb".equals(System.getenv("TERM")) && isTerminal(console);
    }

    /** Whether colours are wanted; the variable {@code NO_COLOR} refuses them. */
    static boolean hasColours() {
        return isInteractive()
                && Objects.requireNonNullElse(System.getenv("NO_COLOR"), "").isEmpty();
    }

    /** Since Java 22 there is a console without a terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Columns now; 80 where nobody can say. */
    static int width() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            int columns = size.matches("[0-9]+ [0-9]+") ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : 0;
            return columns > 0 ? columns : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }
}
