package io.github.bactrian.daemon;

import io.github.bactrian.Printable;
import java.io.PrintStream;
import java.util.function.UnaryOperator;

/** Standard error: lines that stay and, on a terminal, one status below them that is redrawn. */
final class Screen {
    /** Erases what is on the line; the status is cut, not wrapped, where the terminal is narrower than thought. */
    private static final String CLEAR = "\r\033[2K";

    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final Screen STDERR = new Screen(System.err, Terminal.isInteractive());

    private final PrintStream out;
    private final boolean interactive;
    private String status = "";
    private UnaryOperator<String> form = UnaryOperator.identity();

    Screen(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** The one of this process: the log and the progress share it. */
    static Screen stderr() {
        return STDERR;
    }

    boolean isInteractive() {
        return interactive;
    }

    /** Has each line of the commands' own take this form before it is printed. */
    synchronized void setForm(UnaryOperator<String> form) {
        this.form = form;
    }

    /** Prints a line that stays, above the status. */
    synchronized void line(String text) {
        logged(form.apply(Printable.lines(text)));
    }

    /** Prints a line of the log, which has its form already. */
    synchronized void logged(String text) {
        out.print(erase() + text + System.lineSeparator() + draw());
        out.flush();
    }

    /** Shows {@code text} in place of the last status; empty: none. Does nothing where there is no terminal. */
    synchronized void status(String text) {
        String printable = Printable.of(text);
        if (interactive && !printable.equals(status)) {
            String erase = erase();
            status = printable;
            out.print(erase + draw());
            out.flush();
        }
    }

    private String erase() {
        return status.isEmpty() ? "" : CLEAR;
    }

    private String draw() {
        return status.isEmpty() ? "" : NO_WRAP + status + WRAP;
    }
}
