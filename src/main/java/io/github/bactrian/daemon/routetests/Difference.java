package io.github.bactrian.daemon.routetests;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Something that is otherwise than a test expects.
 *
 * @param file and {@code line}: where the expectation stands
 * @param what of it, such as {@code receipt.rows.rejected}
 * @param expected and {@code actual}: both empty if {@code what} says all
 * @param notes lines that help to see why
 */
record Difference(String file, int line, String what, String expected, String actual, List<String> notes) {

    static Difference at(Entry at, String what, String expected, String actual) {
        return new Difference(at.file(), at.line(), what, expected, actual, List.of());
    }

    /** Something that keeps a test from going on. */
    static Difference obstacle(String file, int line, String what) {
        return new Difference(file, line, what, "", "", List.of());
    }

    Difference with(List<String> more) {
        return new Difference(file, line, what, expected, actual, more);
    }

    Difference below(String parent) {
        return new Difference(file, line, parent + what, expected, actual, notes);
    }

    Difference reworded(UnaryOperator<String> words) {
        return new Difference(
                file,
                line,
                words.apply(what),
                words.apply(expected),
                words.apply(actual),
                notes.stream().map(words).toList());
    }
}
