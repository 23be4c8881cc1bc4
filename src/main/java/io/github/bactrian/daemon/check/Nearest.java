package io.github.bactrian.daemon.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a misspelt one was probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /** Empty unless a name differs in at most a third of its letters. */
    public static Optional<String> to(String word, Collection<String> names) {
        String wanted = word.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, word.length() / 3);
        return names.stream()
                .filter(name -> Math.abs(name.length() - word.length()) <= limit)
                .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= limit)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** To be put at the end of a message: {@code "; did you mean 'x'?"}, or nothing. */
    public static String hint(String word, Collection<String> names) {
        return to(word, names).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    private record Candidate(String name, int distance) {}

    /** Letters to insert, delete, replace or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cost = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, d[i - 2][j - 2] + 1) : cost;
    }
}
