package io.github.bactrian.daemon.routetests;

import io.github.bactrian.sandbox.RecordedCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests against those expected.
 *
 * @param expected null if nothing is expected of them; empty if there are to be none
 */
record CallChecks(@Nullable Entry at, @Nullable List<ExpectedCall> expected, List<RecordedCall> made) {
    private static final int MOST_KINDS = 10;

    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        if (at == null || expected == null) {
            return differences;
        }
        if (expected.isEmpty() && !made.isEmpty()) {
            differences.add(Difference.at(at, "calls", "none", "" + made.size()).with(summary()));
        }
        expected.forEach(call -> differences.addAll(differences(call)));
        return differences;
    }

    private List<Difference> differences(ExpectedCall call) {
        List<RecordedCall> near = made.stream().filter(call::isAbout).toList();
        int found = (int)
                near.stream().filter(one -> call.differences(one).isEmpty()).count();
        Integer times = call.times();
        if (times == null ? found > 0 : found == times) {
            return List.of();
        }
        boolean nearMiss = !near.isEmpty() && found == 0;
        if (nearMiss && (times == null || near.size() == 1)) {
            return nearest(call, near);
        }
        String wanted = times == null ? "at least once" : Texts.times(times);
        return List.of(Difference.at(call.at(), "calls: " + call, wanted, Texts.times(found))
                .with(summary()));
    }

    /** Of the request that differs least. */
    private static List<Difference> nearest(ExpectedCall call, List<RecordedCall> near) {
        return near.stream().map(call::differences).min(Comparator.comparingInt(List::size)).orElse(List.of()).stream()
                .map(difference -> difference.below("calls: " + call + " "))
                .toList();
    }

    private List<String> summary() {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        made.forEach(call -> kinds.merge(
                call.method() + " " + call.path() + " → " + (call.status() == 0 ? "no answer" : call.status()),
                1,
                Integer::sum));
        if (kinds.isEmpty()) {
            return List.of("no request came");
        }
        return kinds.entrySet().stream()
                .limit(MOST_KINDS)
                .map(kind -> kind.getValue() + " × " + kind.getKey())
                .toList();
    }
}
