package io.github.bactrian.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of a save; ids of routes.
 *
 * @param replaced those that were there before, and run as they are in the files now
 */
record Reloaded(Set<String> replaced, Set<String> added, Set<String> removed) {

    /** @param touched those of {@code before} that were stopped */
    static Reloaded of(Set<String> before, Set<String> touched, Set<String> after) {
        Set<String> replaced = new TreeSet<>(touched);
        replaced.retainAll(after);
        return new Reloaded(replaced, without(after, before), without(before, after));
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    /** {@code reloaded in 0.4 s: import-users; new: tick; gone: tock}. */
    String line(Duration took) {
        List<String> parts = new ArrayList<>();
        part(parts, "", replaced);
        part(parts, "new: ", added);
        part(parts, "gone: ", removed);
        return parts.isEmpty()
                ? "all routes run as they are saved"
                : "reloaded in " + Words.time(took) + ": " + String.join("; ", parts);
    }

    private static void part(List<String> parts, String title, Set<String> ids) {
        if (!ids.isEmpty()) {
            parts.add(title + String.join(", ", ids));
        }
    }
}
