package io.github.bactrian.daemon.routetests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what went to mocks against what was expected to.
 *
 * @param expected null if nothing is expected of it; empty if nothing is to be sent
 */
record SentChecks(@Nullable Entry at, @Nullable List<Map<String, Entry>> expected, List<Sent> sent) {

    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        if (at == null || expected == null) {
            return differences;
        }
        if (expected.isEmpty() && !sent.isEmpty()) {
            differences.add(
                    Difference.at(at, "sent", "nothing", "" + sent.size()).with(summary()));
        }
        expected.forEach(one -> differences.addAll(differences(at, one)));
        return differences;
    }

    private List<Difference> differences(Entry list, Map<String, Entry> keys) {
        Entry to = keys.getOrDefault("to", list);
        List<Sent> near = sent.stream()
                .filter(one -> Wildcards.match(to.text(), one.to()))
                .toList();
        List<List<Difference>> found =
                near.stream().map(one -> differences(keys, one)).toList();
        int right = (int) found.stream().filter(List::isEmpty).count();
        Entry times = keys.get("times");
        if (times == null ? right > 0 : right == times.number()) {
            return List.of();
        }
        if (found.size() == 1 && right == 0) {
            return found.get(0);
        }
        String wanted = times == null ? "at least once" : Texts.times(times.number());
        return List.of(Difference.at(to, "sent to " + to.text(), wanted, Texts.times(right))
                .with(summary()));
    }

    private static List<Difference> differences(Map<String, Entry> keys, Sent one) {
        Comparison comparison = new Comparison();
        Entry body = keys.get("body");
        if (body != null && (body.isMap() || body.isList())) {
            comparison.compare(body, Texts.parsed(one.body()), "sent to " + one.to() + " body");
        } else if (body != null) {
            comparison.compareText(body, one.body(), "sent to " + one.to() + " body");
        }
        comparison.compareTexts(keys.get("headers"), one.headers(), "sent to " + one.to() + " headers");
        return comparison.differences();
    }

    private List<String> summary() {
        return sent.isEmpty()
                ? List.of("nothing was sent")
                : sent.stream().map(one -> "sent to " + one.to()).toList();
    }
}
