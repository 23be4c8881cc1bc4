package io.github.bactrian.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages, the examples and the Kamelets show passes the check that they recommend. */
class SamplesTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROUTES = Pattern.compile(
            "(?:<!--.*-->\n|#.*\n)*- (?:route|from|routeConfiguration|routeTemplate):.*", Pattern.DOTALL);
    private static final Pattern STEPS =
            Pattern.compile("- (?:to|toD|process|setProperty|setHeader|setBody|doTry|split):.*", Pattern.DOTALL);
    private static final int FEWEST_SAMPLES = 10;

    private static final Map<String, String> VALUES = Map.of(
            "graph.url", "https://graph.example/v1.0",
            "crm.url", "https://crm.example",
            "outbox.directory", "outbox",
            "profile", "graph",
            "url", "https://graph.example/v1.0/users/${body[id]}",
            "method", "GET",
            "okStatusCodes", "200-299",
            "to", "direct:one",
            "file", "outbox/users-${date:now:yyyy-MM-dd}.jsonl",
            "jq", ".");

    @TempDir
    private Path directory;

    @Test
    void samplesOfThePagesHaveNoFindings() throws IOException {
        List<Path> pages = files("docs", ".md");
        pages.add(Path.of("README.md"));
        int samples = 0;
        for (Path page : pages) {
            for (String sample : samples(Files.readString(page))) {
                samples++;
                assertThat(findings(sample)).as(page + "\n" + sample).isEmpty();
            }
        }
        assertThat(samples).isGreaterThan(FEWEST_SAMPLES);
    }

    @Test
    void routesOfTheExamplesHaveNoFindings() throws IOException {
        List<Path> routes = files("examples", ".camel.yaml");
        assertThat(routes).isNotEmpty();
        for (Path route : routes) {
            assertThat(findings(Files.readString(route))).as(route.toString()).isEmpty();
        }
    }

    @Test
    void stepsOfTheKameletsHaveNoFindings() throws IOException {
        List<Path> kamelets = files("src/main/resources/kamelets", ".kamelet.yaml");
        assertThat(kamelets).isNotEmpty();
        for (Path kamelet : kamelets) {
            String text = Files.readString(kamelet);
            String template = text.substring(text.indexOf("\n  template:\n") + "\n  template:\n".length());
            assertThat(findings("- " + template.replaceFirst("^ {4}", "").replace("\n    ", "\n  ")))
                    .as(kamelet.toString())
                    .isEmpty();
        }
    }

    /** Routes, and steps of one; what is left out of some is shown as an ellipsis. */
    private static List<String> samples(String page) {
        return YAML.matcher(page)
                .results()
                .map(found -> found.group(1))
                .filter(text -> !text.contains("…"))
                .filter(text ->
                        ROUTES.matcher(text).matches() || STEPS.matcher(text).matches())
                .map(text -> ROUTES.matcher(text).matches()
                        ? text
                        : "- from:\n    uri: direct:sample\n    steps:\n" + text.indent(6))
                .toList();
    }

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(suffix)).toList());
        }
    }

    private List<String> findings(String routes) throws IOException {
        Files.writeString(directory.resolve("sample.camel.yaml"), routes);
        Known known = new Known(VALUES, Set.of("graph", "crm", "people", "orders"), Set.of("writer"), Map.of());
        Report report = OfflineCheck.run(directory, "file:sample.camel.yaml", known);
        return Stream.concat(report.findings().stream(), report.warnings().stream())
                .map(Finding::toString)
                .filter(finding -> !isOfTheSurroundings(finding))
                .toList();
    }

    /** What a page names and does not show again: other routes, properties, beans, jars. */
    private static boolean isOfTheSurroundings(String finding) {
        return Stream.of(
                        "no route consumes from",
                        "has no value",
                        "no bean is named",
                        "there is no profile",
                        "is not installed")
                .anyMatch(finding::contains);
    }
}
