package io.github.bactrian.daemon.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is wrong in a file, or looks like it.
 *
 * @param file relative to the working directory
 * @param line 1-based, 0 if the finding is about the whole file
 * @param column 1-based, 0 if unknown
 * @param what what is wrong and, where one is near, the right name
 * @param rule the name by which a comment allows it; empty for an error, which nothing allows
 */
public record Finding(String file, int line, int column, String what, String rule) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::file).thenComparing(Finding::line).thenComparing(Finding::column);
    private static final Pattern NEAREST = Pattern.compile("did you mean '?([^'?]+)'?\\?");
    private static final Pattern PLACE = Pattern.compile("([^:\\s]+):([0-9]+)(?::([0-9]+))?: (.*)", Pattern.DOTALL);

    /** An error. */
    public Finding(String file, int line, int column, String what) {
        this(file, line, column, what, "");
    }

    /** Reads an error back from its text; without file and line if it names none. */
    public static Finding parse(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches()
                ? new Finding(
                        place.group(1),
                        Integer.parseInt(place.group(2)),
                        place.group(3) == null ? 0 : Integer.parseInt(place.group(3)),
                        place.group(4))
                : new Finding("", 0, 0, text);
    }

    /** The same, as something that a comment may allow. */
    public Finding asWarning(String name) {
        return new Finding(file, line, column, what, name);
    }

    public boolean hasLine() {
        return line > 0;
    }

    /** Whether it works as it stands and the daemon starts with it. */
    public boolean isWarning() {
        return !rule.isEmpty();
    }

    /** The nearest right name; empty if none is near. */
    public Optional<String> suggestion() {
        Matcher nearest = NEAREST.matcher(what);
        return nearest.find() ? Optional.of(nearest.group(1)) : Optional.empty();
    }

    /** Whether a comment {@code # check: allow <rule>} stands in its line or the one above. */
    public boolean isAllowedIn(List<String> lines) {
        Pattern comment = Pattern.compile("#\\s*check: allow (\\S+,? )*" + Pattern.quote(rule) + "(\\W|$)");
        return lines.stream()
                .skip(Math.max(0, line - 2L))
                .limit(line > 1 ? 2 : 1)
                .anyMatch(text -> comment.matcher(text).find());
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.thenComparing(Finding::what).compare(this, other);
    }

    /** {@code file:line:column: what}, the form that editors make a link of. */
    @Override
    public String toString() {
        String place = file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
        return (place.isEmpty() ? "" : place + ": ") + (isWarning() ? "warning: " + what + " [" + rule + "]" : what);
    }
}
