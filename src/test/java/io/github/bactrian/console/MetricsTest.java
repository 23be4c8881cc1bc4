package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.testing.AppCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus would scrape from a daemon that was throttled, lost an answer and holds a stopped and a waiting file. */
class MetricsTest {
    private static final Path RULES = Path.of("deploy/prometheus/bactrian-alerts.yaml");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(bactrian_\\w+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]+) \\| .+ \\|$");
    private static final Pattern USE = Pattern.compile("(bactrian_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPING = Pattern.compile("(?:by|on) \\(([^)]*)\\)");

    @TempDir
    private static Path directory;

    private static WatchedDaemon daemon;
    private static Scrape scrape;

    @BeforeAll
    static void scrapeADaemonThatHasWorked() throws Exception {
        Path certificate =
                AppCertificate.validFor(Duration.ofDays(90)).store(directory.resolve("app.p12"), "for-the-test");
        daemon = new WatchedDaemon(
                directory,
                "oauth.other.tenant-id = 22222222-2222-2222-2222-222222222222",
                "oauth.other.client-id = other",
                "oauth.other.scope = https://graph.microsoft.com/.default",
                "oauth.other.certificate = " + certificate,
                "oauth.other.certificate-password = for-the-test");
        daemon.sandbox()
                .faults()
                .add(Fault.on("POST", "/v1.0/users").nth(3).answer(429, Map.of("Retry-After", "1"), null));
        daemon.sandbox()
                .faults()
                .add(Fault.on("POST", "/v1.0/users").nth(9).drop().acting());
        daemon.drop("first.csv", WatchedDaemon.rows(60));
        await().atMost(Duration.ofSeconds(60)).until(() -> ended("done-with-unknown") == 1);
        daemon.sandbox().faults().add(Fault.on("POST", "/v1.0/users").delay(Duration.ofMinutes(1)));
        // a small one would be taken together with the third
        daemon.drop("second.csv", WatchedDaemon.rows(2000));
        daemon.drop("third.csv", WatchedDaemon.rows(40));
        scrape = await().atMost(Duration.ofSeconds(40)).until(daemon::scrape, MetricsTest::isSettled);
    }

    /** The first job has ended, the second works, the third file waits. */
    private static boolean isSettled(Scrape now) {
        return now.names().contains("bactrian_job_idle_seconds")
                && now.sum("bactrian_rows_unsettled", Map.of()) == 1
                && now.sum("bactrian_jobs", Map.of("state", "working")) == 1
                && now.sum("bactrian_inbox_files", Map.of()) == 1;
    }

    private static double ended(String status) throws Exception {
        return daemon.scrape().sum("bactrian_jobs_ended_total", Map.of("status", status));
    }

    @AfterAll
    static void stop() throws Exception {
        daemon.close();
    }

    @Test
    void theTableOfTheDocsIsWhatIsScraped() throws Exception {
        Map<String, String> told = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("docs/metrics.md")))
                .results()
                .toList()) {
            told.put(row.group(1), row.group(2) + " " + words(row.group(3).replace("`", "")));
        }
        Map<String, String> scraped = scrape.names().stream()
                .filter(name -> name.startsWith("bactrian_"))
                .collect(Collectors.toMap(name -> name, name -> scrape.type(name) + " " + scrape.labelsOf(name)));

        assertThat(scraped).containsExactlyInAnyOrderEntriesOf(told);
    }

    @Test
    void theFiguresAreThoseOfWhatHappened() {
        Map<String, String> users = Map.of("import", "users");

        assertThat(sum("bactrian_rows_total", "outcome", "done")).isBetween(50.0, 56.0);
        assertThat(sum("bactrian_rows_total", "outcome", "rejected")).isEqualTo(3);
        assertThat(sum("bactrian_rows_total", "outcome", "unknown")).isEqualTo(1);
        assertThat(scrape.sum("bactrian_rows_unsettled", users)).isEqualTo(1);
        assertThat(sum("bactrian_calls_seconds_count", "status", "201")).isBetween(50.0, 56.0);
        assertThat(sum("bactrian_calls_seconds_count", "status", "429")).isPositive();
        assertThat(sum("bactrian_calls_seconds_count", "status", "unanswered")).isEqualTo(1);
        assertThat(sum("bactrian_throttled_seconds_total", "profile", "graph")).isBetween(0.9, 30.0);
        assertThat(sum("bactrian_token_requests_seconds_count", "outcome", "issued"))
                .isEqualTo(1);
        assertThat(sum("bactrian_token_expiry_seconds", "profile", "graph")).isBetween(3000.0, 3600.0);
        assertThat(sum("bactrian_certificate_expiry_seconds", "profile", "other"))
                .isBetween(89 * 86400.0, 90 * 86400.0);
        assertThat(sum("bactrian_jobs", "state", "working")).isEqualTo(1);
        assertThat(scrape.sum("bactrian_inbox_files", users)).isEqualTo(1);
        assertThat(scrape.sum("bactrian_inbox_age_seconds", users)).isLessThan(30);
    }

    @Test
    void everyMetricLabelAndCheckOfTheAlertRulesExists() throws Exception {
        for (AlertRule rule : rules()) {
            Set<String> labels = new TreeSet<>();
            for (MatchResult use : USE.matcher(rule.expr()).results().toList()) {
                assertThat(scrape.names()).as(rule.alert()).contains(use.group(1));
                labels.addAll(scrape.labelsOf(use.group(1)));
                assertThat(scrape.labelsOf(use.group(1))).as(rule.alert()).containsAll(names(use.group(2)));
            }
            GROUPING.matcher(rule.expr())
                    .results()
                    .forEach(group -> assertThat(labels).as(rule.alert()).containsAll(words(group.group(1))));
            assertThat(labels).as(rule.alert()).containsAll(rule.labelsShown());
        }
    }

    @Test
    void everyLabelValueThatTheAlertRulesAskForIsTold() throws Exception {
        String docs = Files.readString(Path.of("docs/metrics.md"));
        for (AlertRule rule : rules()) {
            rule.valuesAsked().stream()
                    .filter(asked -> !asked.getValue().contains("*"))
                    .forEach(asked -> assertThat(docs.lines()
                                    .filter(line -> line.contains("| `" + asked.getKey() + "` |")
                                            || line.contains("| `" + asked.getValue() + "` |")))
                            .as(rule.alert())
                            .anyMatch(line -> line.contains("`" + asked.getValue() + "`")));
        }
    }

    @Test
    void eachRuleHasAScenarioAndThePlainOnesAlertInTheirsAlone() throws Exception {
        List<AlertRule> rules = rules();
        assertThat(rules)
                .extracting(AlertRule::alert)
                .containsExactlyElementsOf(
                        AlertScenario.all().stream().map(AlertScenario::alert).toList());
        assertThat(rules.stream().filter(rule -> scrape.samples().stream().anyMatch(rule::holds)))
                .extracting(AlertRule::alert)
                .containsExactly("BactrianRowsUnknown");
        for (AlertScenario scenario : AlertScenario.all()) {
            Scrape.Sample sample = new Scrape.Sample(scenario.metric(), scenario.labels(), scenario.start());
            assertThat(rules.stream().filter(rule -> rule.holds(sample)))
                    .extracting(AlertRule::alert)
                    .isEqualTo(rules.stream()
                            .filter(rule -> rule.isPlain() && rule.alert().equals(scenario.alert()))
                            .map(AlertRule::alert)
                            .toList());
        }
        assertThat(rules).filteredOn(AlertRule::isPlain).hasSize(7);
    }

    @Test
    void prometheusItselfAlertsInEachScenarioAndOtherwiseOnlyOfTheUnknownRow() throws Exception {
        assumeTrue(
                Promtool.isInstalled(), "needs Debian's package prometheus; the plain rules are evaluated without it");

        assertThat(Promtool.test(RULES, directory, scrape, Set.of("BactrianRowsUnknown")))
                .isEmpty();
    }

    private static List<AlertRule> rules() throws IOException {
        return AlertRule.read(Files.readString(RULES));
    }

    private static Set<String> names(String matchers) {
        return words(matchers == null ? "" : matchers.replaceAll("[!=]~?\"[^\"]*\"", ""));
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double sum(String name, String label, String value) {
        return scrape.sum(name, Map.of(label, value));
    }
}
