package io.github.bactrian.daemon;

import io.github.bactrian.Printable;

/** Standard output of the commands: what strangers have a hand in cannot steer the terminal. */
final class Stdout {
    private Stdout() {}

    static void line(Object text) {
        System.out.println(Printable.lines(String.valueOf(text)));
    }
}
