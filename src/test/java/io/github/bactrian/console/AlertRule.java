package io.github.bactrian.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A rule of Prometheus that alerts. */
record AlertRule(String alert, String expr, Map<String, String> annotations) {
    private static final Pattern PLAIN =
            Pattern.compile("(bactrian_\\w+)(?:\\{([^}]*)})? (>|<|==) ([\\d.]+(?: \\* [\\d.]+)*)");
    private static final Pattern USE = Pattern.compile("(bactrian_\\w+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~?)\"([^\"]*)\"");
    private static final Pattern SHOWN = Pattern.compile("\\$labels\\.(\\w+)");

    @SuppressWarnings("unchecked")
    static List<AlertRule> read(String yaml) {
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        List<AlertRule> rules = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
            for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
                rules.add(new AlertRule(
                        rule.get("alert").toString(), rule.get("expr").toString(), (Map<String, String>)
                                rule.get("annotations")));
            }
        }
        return rules;
    }

    /** Whether it is a comparison of one metric with a number, which needs no Prometheus to be evaluated. */
    boolean isPlain() {
        return PLAIN.matcher(expr).matches();
    }

    /** Whether a plain rule's comparison holds for a sample. */
    boolean holds(Scrape.Sample sample) {
        Matcher plain = PLAIN.matcher(expr);
        if (!plain.matches()
                || !plain.group(1).equals(sample.name())
                || !matches(String.valueOf(plain.group(2)), sample.labels())) {
            return false;
        }
        double limit = Arrays.stream(plain.group(4).split("\\*", -1))
                .mapToDouble(factor -> Double.parseDouble(factor.strip()))
                .reduce(1, (one, other) -> one * other);
        return switch (plain.group(3)) {
            case ">" -> sample.value() > limit;
            case "<" -> sample.value() < limit;
            default -> sample.value() == limit;
        };
    }

    private static boolean matches(String matchers, Map<String, String> labels) {
        return MATCHER.matcher(matchers).results().allMatch(one -> {
            String value = labels.getOrDefault(one.group(1), "");
            return one.group(2).equals("=~") ? value.matches(one.group(3)) : value.equals(one.group(3));
        });
    }

    /** What the matchers of its metrics ask labels to be: metric, then value. */
    List<Map.Entry<String, String>> valuesAsked() {
        return USE.matcher(expr)
                .results()
                .flatMap(use -> MATCHER.matcher(use.group(2))
                        .results()
                        .flatMap(one -> Arrays.stream(one.group(3).split("\\|", -1)))
                        .map(value -> Map.entry(use.group(1), value)))
                .toList();
    }

    /** The labels that its texts show. */
    Set<String> labelsShown() {
        Set<String> shown = new TreeSet<>();
        annotations.values().forEach(text -> SHOWN.matcher(text).results().forEach(label -> shown.add(label.group(1))));
        return shown;
    }
}
