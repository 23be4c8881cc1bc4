package io.github.bactrian.console;

import java.util.List;
import java.util.Map;

/**
 * What has to change in the scrape of a daemon that is well for a rule to alert.
 *
 * @param start of the series from then on
 * @param perMinute how it grows
 */
record AlertScenario(String alert, String metric, Map<String, String> labels, double start, double perMinute) {
    private static final Map<String, String> USERS = Map.of("import", "users");
    private static final double DAY = 86400;

    static List<AlertScenario> all() {
        return List.of(
                becomes("BactrianDown", "up", Map.of("job", "bactrian"), 0),
                becomes("BactrianJobStopped", "bactrian_jobs", Map.of("import", "users", "state", "stopped"), 1),
                becomes("BactrianJobHeld", "bactrian_jobs", Map.of("import", "users", "state", "held"), 1),
                becomes("BactrianJobStuck", "bactrian_job_idle_seconds", USERS, 901),
                becomes("BactrianRowsUnknown", "bactrian_rows_unsettled", USERS, 1),
                grows(
                        "BactrianRejectsMany",
                        "bactrian_rows_total",
                        Map.of("import", "users", "outcome", "rejected"),
                        10),
                becomes("BactrianCredentialExpires", "bactrian_certificate_expiry_seconds", Map.of(), 20.9 * DAY),
                becomes("BactrianTokenFailing", "bactrian_token_failing", Map.of("profile", "graph"), 1),
                grows(
                        "BactrianTokenRequestsFail",
                        "bactrian_token_requests_seconds_count",
                        Map.of("profile", "graph", "outcome", "failed"),
                        0.2),
                grows("BactrianThrottledLong", "bactrian_throttled_seconds_total", Map.of("profile", "graph"), 31),
                grows(
                        "BactrianCallsUnanswered",
                        "bactrian_calls_seconds_count",
                        Map.of("profile", "graph", "status", "unanswered"),
                        1),
                becomes("BactrianInboxOld", "bactrian_inbox_age_seconds", USERS, 4 * 3600 + 1),
                becomes("BactrianUnhealthy", "bactrian_health", Map.of("check", "bactrian-ledger"), 0));
    }

    private static AlertScenario becomes(String alert, String metric, Map<String, String> labels, double value) {
        return new AlertScenario(alert, metric, labels, value, 0);
    }

    private static AlertScenario grows(String alert, String metric, Map<String, String> labels, double perMinute) {
        return new AlertScenario(alert, metric, labels, 0, perMinute);
    }

    boolean isAbout(Scrape.Sample sample) {
        return sample.name().equals(metric) && sample.labels().entrySet().containsAll(labels.entrySet());
    }
}
