package io.github.bactrian.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prometheus' own evaluation of rules, over series that begin as a scrape says. */
final class Promtool {
    private static final Path COMMAND = Path.of("/usr/bin/promtool");
    private static final int MINUTES = 800;

    private Promtool() {}

    static boolean isInstalled() {
        return Files.isExecutable(COMMAND);
    }

    /** Has it evaluate a day's worth of each scenario; returns what it says if something else alerts than is due, else the empty text. */
    static String test(Path rules, Path directory, Scrape scrape, Set<String> always) throws Exception {
        List<String> lines = new ArrayList<>(
                List.of("rule_files: [ '" + rules.toAbsolutePath() + "' ]", "evaluation_interval: 1m", "tests:"));
        addTest(lines, scrape, null, always);
        for (AlertScenario scenario : AlertScenario.all()) {
            Set<String> due = new TreeSet<>(always);
            due.add(scenario.alert());
            addTest(lines, scrape, scenario, due);
        }
        Path file = Files.write(directory.resolve("rules.test.yaml"), lines);
        return run("check", "rules", rules.toString()) + run("test", "rules", file.toString());
    }

    private static void addTest(List<String> lines, Scrape scrape, @Nullable AlertScenario scenario, Set<String> due) {
        lines.add("  - interval: 1m");
        lines.add("    input_series:");
        List<Scrape.Sample> samples = scrape.samples().stream()
                .filter(sample -> sample.name().startsWith("bactrian_"))
                .collect(Collectors.toCollection(ArrayList::new));
        samples.add(new Scrape.Sample("up", Map.of("job", "bactrian"), 1));
        if (scenario != null && samples.stream().noneMatch(scenario::isAbout)) {
            samples.add(new Scrape.Sample(scenario.metric(), scenario.labels(), 0));
        }
        for (Scrape.Sample sample : samples) {
            boolean changed = scenario != null && scenario.isAbout(sample);
            double start = changed ? scenario.start() : sample.value();
            if (!Double.isNaN(start)) {
                lines.add("      - { series: '" + sample.name() + labels(sample.labels()) + "', values: '" + start + "+"
                        + (changed ? scenario.perMinute() : 0) + "x" + MINUTES + "' }");
            }
        }
        lines.add("    promql_expr_test:");
        lines.add("      - expr: group by (alertname) (ALERTS{alertstate=\"firing\"})");
        lines.add("        eval_time: " + MINUTES + "m");
        lines.add("        exp_samples:");
        due.forEach(alert -> lines.add("          - { labels: '{alertname=\"" + alert + "\"}', value: 1 }"));
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : said;
    }
}
