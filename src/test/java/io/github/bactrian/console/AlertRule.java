package io.github.bactrian.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A rule of Prometheus that alerts. */
record AlertRule(String alert, String expr, Map<String, String> annotations) {
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

    /** The labels that its texts show. */
    Set<String> labelsShown() {
        Set<String> shown = new TreeSet<>();
        annotations.values().forEach(text -> SHOWN.matcher(text).results().forEach(label -> shown.add(label.group(1))));
        return shown;
    }
}
