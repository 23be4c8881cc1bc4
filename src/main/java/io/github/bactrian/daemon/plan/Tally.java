package io.github.bactrian.daemon.plan;

import io.github.bactrian.http.PlannedCall;
import io.github.bactrian.imports.DryRow;
import io.github.bactrian.imports.Forecast;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what the rows of a file would come to. Thread-safe. */
final class Tally {
    private final Map<PlanReport.Load, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> messages = new ConcurrentHashMap<>();
    private final Map<Forecast.Kind, LongAdder> rows = new EnumMap<>(Forecast.Kind.class);
    private final LongAdder open = new LongAdder();
    private final Examples rejected = new Examples();
    private final Examples opened = new Examples();
    private volatile PlanReport.@Nullable Example stop;

    Tally() {
        for (Forecast.Kind kind : Forecast.Kind.values()) {
            rows.put(kind, new LongAdder());
        }
    }

    void called(PlannedCall call) {
        count(
                calls,
                new PlanReport.Load(
                        call.method(),
                        call.credential().orElse(null),
                        call.interval().orElse(null)));
    }

    void sent(String uri) {
        count(messages, uri.replaceFirst("\\?.*", ""));
    }

    private static <K> void count(Map<K, LongAdder> counts, K what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** @param afterAnswer whether the route had gone on with an answer that nobody gave */
    void ended(DryRow row, Forecast forecast, boolean afterAnswer) {
        boolean failed = forecast.kind() == Forecast.Kind.REJECTED || forecast.kind() == Forecast.Kind.UNKNOWN;
        PlanReport.Example example =
                new PlanReport.Example(row.number(), row.line(), String.valueOf(forecast.reason()));
        if (forecast.kind() == Forecast.Kind.STOPS) {
            stop(example);
        } else if (failed && afterAnswer) {
            open.increment();
            opened.add(example);
        } else {
            rows.getOrDefault(forecast.kind(), open).increment();
            if (failed) {
                rejected.add(example);
            }
        }
    }

    synchronized void stop(PlanReport.Example reason) {
        if (stop == null || reason.row() < stop.row()) {
            stop = reason;
        }
    }

    /** What would stop the import; null if nothing would. */
    PlanReport.@Nullable Example stopped() {
        return stop;
    }

    long rows(Forecast.Kind kind) {
        return rows.getOrDefault(kind, open).sum();
    }

    long open() {
        return open.sum();
    }

    List<PlanReport.Example> rejectedExamples() {
        return rejected.first();
    }

    List<PlanReport.Example> openExamples() {
        return opened.first();
    }

    Map<PlanReport.Load, Long> calls() {
        return sums(calls);
    }

    Map<String, Long> messages() {
        return new TreeMap<>(sums(messages));
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> counts) {
        Map<K, Long> sums = new HashMap<>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }
}
