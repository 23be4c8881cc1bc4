package io.github.bactrian.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured again and again. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    /** Of what was measured once. */
    static Samples of(double value) {
        Samples samples = new Samples();
        samples.add(value);
        return samples;
    }

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return values.stream().min(Double::compare).orElseThrow();
    }

    double most() {
        return values.stream().max(Double::compare).orElseThrow();
    }

    /** Each value divided by the one of the other that was measured beside it. */
    Samples over(Samples other) {
        Samples ratios = new Samples();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }

    /** Each value less the one of the other that was measured beside it. */
    Samples minus(Samples other) {
        Samples differences = new Samples();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - other.values.get(i));
        }
        return differences;
    }

    void each(java.util.function.DoubleConsumer use) {
        values.forEach(use::accept);
    }

    /** Least and most, each with so many digits behind the point. */
    String spread(int digits) {
        return text(least(), digits) + "–" + text(most(), digits);
    }

    static String text(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
