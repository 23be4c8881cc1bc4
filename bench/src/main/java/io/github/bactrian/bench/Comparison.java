package io.github.bactrian.bench;

/**
 * A line of the table that all programs fill: Bactrian beside one other, at the same work in the same run.
 *
 * @param measure what was measured, with its circumstances
 * @param unit of {@code bactrian} and {@code theirs}
 * @param bactrian median
 * @param beside the peer, or the limit that nobody can pass; null if there is none
 * @param theirs median; null if there is none
 * @param ratio Bactrian's over theirs, as a median, and its spread; null if there is none
 * @param target to be reached; null if this line has none
 * @param reached null if this line has no target
 */
record Comparison(
        String measure,
        String unit,
        double bactrian,
        String beside,
        Double theirs,
        Double ratio,
        Double leastRatio,
        Double mostRatio,
        String target,
        Boolean reached) {

    /** Bactrian's samples, and those that the other gave in the same rounds. */
    static Comparison of(String measure, String unit, Samples bactrian, String beside, Samples theirs) {
        Samples ratios = bactrian.over(theirs);
        return new Comparison(
                measure,
                unit,
                bactrian.median(),
                beside,
                theirs.median(),
                ratios.median(),
                ratios.least(),
                ratios.most(),
                null,
                null);
    }

    static Comparison alone(String measure, String unit, Samples bactrian) {
        return new Comparison(measure, unit, bactrian.median(), null, null, null, null, null, null, null);
    }

    Comparison valueAtMost(double most) {
        return reaching("≤ " + number(most) + " " + unit, bactrian <= most);
    }

    Comparison ratioAtMost(double most) {
        return reaching("ratio ≤ " + number(most), ratio <= most);
    }

    Comparison ratioAtLeast(double least) {
        return reaching("ratio ≥ " + number(least), ratio >= least);
    }

    private Comparison reaching(String wanted, boolean isReached) {
        return new Comparison(measure, unit, bactrian, beside, theirs, ratio, leastRatio, mostRatio, wanted, isReached);
    }

    /** Three digits that count, and none behind the point from a hundred on. */
    static String number(double value) {
        double size = Math.abs(value);
        int digits = size >= 100 || size == Math.rint(size) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return Samples.text(value, digits);
    }
}
