package io.github.bactrian.daemon.check;

import java.util.Comparator;

/**
 * Something that is wrong in a file.
 *
 * @param file relative to the working directory
 * @param line 1-based, 0 if the finding is about the whole file
 * @param column 1-based, 0 if unknown
 * @param what what is wrong and, where one is near, the right name
 */
public record Finding(String file, int line, int column, String what) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::file).thenComparing(Finding::line).thenComparing(Finding::column);

    @Override
    public int compareTo(Finding other) {
        return ORDER.thenComparing(Finding::what).compare(this, other);
    }

    /** {@code file:line:column: what}, the form that editors make a link of. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": " + what;
    }
}
