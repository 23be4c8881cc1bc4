package io.github.bactrian.console;

import io.github.bactrian.http.GateState;
import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import io.github.bactrian.oauth.OAuthProfile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is counted for Prometheus since the start; names are a contract, listed in docs/metrics.md. */
final class Metrics {
    private static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);
    private static final int REMEMBERED = 10_000;
    private static final Set<String> UNDER_WAY = Set.of("running", "paused", "stopping");
    private static final Map<String, ToLongFunction<RowCounts>> OUTCOMES = Map.of(
            "done", RowCounts::done,
            "rejected", RowCounts::rejected,
            "skipped", RowCounts::skipped,
            "unknown", RowCounts::unknown);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Not only of the jobs that are there: one whose files are being put in their places is not told of for a while. */
    private final Map<String, RowCounts> rows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RowCounts> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Looked up by their labels, meters would cost each call more than counting it. */
    private final Map<Series, Timer> calls = new ConcurrentHashMap<>();

    private final Set<String> ended = new HashSet<>();
    private final Map<String, Duration> throttled = new HashMap<>();

    private record Series(String profile, String status) {}

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** A request for a token has ended. */
    void tokenAsked(OAuthProfile profile, Duration took, boolean issued) {
        registry.timer("bactrian.token.requests", "profile", profile.name(), "outcome", issued ? "issued" : "failed")
                .record(took);
    }

    /** A call to an API has ended. Without a profile its label is empty. */
    void callEnded(@Nullable OAuthProfile profile, String result, Duration took) {
        calls.computeIfAbsent(new Series(profile == null ? "" : profile.name(), status(result)), this::timer)
                .record(took);
    }

    private Timer timer(Series series) {
        return registry.timer("bactrian.calls", "profile", series.profile(), "status", series.status());
    }

    /** Codes that HTTP does not know count together, so that no server decides how many series there are. */
    private static String status(String result) {
        boolean isCode = Character.isDigit(result.charAt(0));
        return !isCode || (result.length() == 3 && result.charAt(0) >= '1' && result.charAt(0) <= '5')
                ? result
                : "other";
    }

    /** Takes note of where the jobs are; to be called often enough that none is missed. */
    synchronized void add(Collection<JobProgress> progress) {
        for (JobProgress job : progress) {
            // what an earlier process did is not of this start
            RowCounts before = rows.getOrDefault(job.job(), job.resumedAt() > 0 ? job.rows() : NONE);
            OUTCOMES.forEach((outcome, count) -> registry.counter(
                            "bactrian.rows", "import", job.importName(), "outcome", outcome)
                    .increment((double) Math.max(0, count.applyAsLong(job.rows()) - count.applyAsLong(before))));
            rows.put(job.job(), job.rows());
            if (!UNDER_WAY.contains(job.state()) && ended.add(ending(job))) {
                registry.counter("bactrian.jobs.ended", "import", job.importName(), "status", job.state())
                        .increment();
            }
        }
        ended.retainAll(progress.stream().map(Metrics::ending).toList());
    }

    /** A stopped job may end once more. */
    private static String ending(JobProgress job) {
        return job.job() + " " + job.state();
    }

    /** Takes note of how long the gates have been closed. */
    synchronized void addGates(Collection<GateState> gates) {
        for (GateState gate : gates) {
            if (gate.profile() != null) {
                Duration before = throttled.getOrDefault(gate.name(), Duration.ZERO);
                Counter.builder("bactrian.throttled")
                        .baseUnit("seconds")
                        .tags("profile", gate.profile(), "tenant", gate.tenant())
                        .register(registry)
                        .increment(Math.max(0, gate.throttled().minus(before).toMillis() / 1000.0));
                throttled.put(gate.name(), gate.throttled());
            }
        }
    }
}
