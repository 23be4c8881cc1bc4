package io.github.bactrian.daemon.routetests;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts in which {@code *} stands for any other. */
final class Wildcards {
    private Wildcards() {}

    static boolean match(String pattern, String text) {
        return with(pattern, ".*").matcher(text).matches();
    }

    /** As above, but {@code *} stands for one part of a path. */
    static boolean matchPath(String pattern, String path) {
        return with(pattern, "[^/]*").matcher(path).matches();
    }

    private static Pattern with(String pattern, String wild) {
        return Pattern.compile(
                Arrays.stream(pattern.split("[*]", -1)).map(Pattern::quote).collect(Collectors.joining(wild)),
                Pattern.DOTALL);
    }
}
