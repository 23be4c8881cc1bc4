package io.github.bactrian;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody most likely meant to type. */
public final class NearestName {
    private NearestName() {}

    /** {@code ; did you mean 'name'?}, or an empty text if no candidate comes near. */
    public static String hint(String typed, Collection<String> candidates) {
        return of(typed, candidates)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** The candidate that differs least, empty if all differ by more than a third of what was typed. */
    public static Optional<String> of(String typed, Collection<String> candidates) {
        int most = Math.max(2, typed.length() / 3);
        return candidates.stream()
                .filter(name -> distance(typed, name) <= most)
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(name -> name));
    }

    private static int distance(String typed, String name) {
        String a = typed.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
