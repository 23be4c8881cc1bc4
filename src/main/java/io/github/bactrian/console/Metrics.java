package io.github.bactrian.console;

import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import io.github.bactrian.oauth.CertificateLife;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.TokenException;
import io.github.bactrian.oauth.TokenStanding;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Figures for Prometheus; their names are a contract, listed in docs/observe.md. */
final class Metrics {
    private static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);
    private static final Map<String, ToLongFunction<RowCounts>> OUTCOMES = Map.of(
            "done", RowCounts::done,
            "rejected", RowCounts::rejected,
            "skipped", RowCounts::skipped,
            "unknown", RowCounts::unknown);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge tokens =
            gauge("bactrian.token.expiry", "Until the token at hand expires; renewed by itself before", "seconds");
    private final MultiGauge failing =
            gauge("bactrian.token.failing", "1 while the last request for a token has failed", null);
    private final MultiGauge certificates =
            gauge("bactrian.certificate.expiry", "Until a certificate that proves who the app is expires", "seconds");
    private final MultiGauge jobs =
            gauge("bactrian.jobs", "Imports under way, and those that ended since the start", null);
    private final Map<String, RowCounts> seen = new HashMap<>();
    private final Clock clock;

    Metrics(Clock clock) {
        this.clock = clock;
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private MultiGauge gauge(String name, String description, @org.jspecify.annotations.Nullable String unit) {
        return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
    }

    /** A request for a token has ended. */
    void tokenAsked(OAuthProfile profile, Duration took, boolean issued) {
        registry.timer("bactrian.token.requests", "profile", profile.name(), "outcome", issued ? "issued" : "failed")
                .record(took);
    }

    /** Takes note of where the jobs are; to be called often enough that none is missed. */
    synchronized void add(Collection<JobProgress> progress) {
        for (JobProgress job : progress) {
            RowCounts before = seen.getOrDefault(job.job(), NONE);
            OUTCOMES.forEach((outcome, count) -> registry.counter(
                            "bactrian.rows", "import", job.importName(), "outcome", outcome)
                    .increment((double) Math.max(0, count.applyAsLong(job.rows()) - count.applyAsLong(before))));
            seen.put(job.job(), job.rows());
        }
        seen.keySet().retainAll(progress.stream().map(JobProgress::job).toList());
        Map<Tags, Long> states = progress.stream()
                .collect(Collectors.groupingBy(
                        job -> Tags.of("import", job.importName(), "state", job.state()), Collectors.counting()));
        jobs.register(
                states.entrySet().stream()
                        .map(state -> Row.of(state.getKey(), state.getValue()))
                        .collect(Collectors.toList()),
                true);
    }

    /** Everything in Prometheus' text format. */
    String scrape(OAuth oauth, Collection<JobProgress> progress) {
        add(progress);
        Instant now = clock.instant();
        tokens.register(
                rows(
                        oauth,
                        (profile, standing) -> standing.expires() == null
                                ? Double.NaN
                                : Duration.between(now, standing.expires()).toMillis() / 1000.0),
                true);
        failing.register(rows(oauth, (profile, standing) -> standing.failure() == null ? 0 : 1), true);
        certificates.register(certificates(oauth, now), true);
        return registry.scrape();
    }

    private interface Reading {
        double of(OAuthProfile profile, TokenStanding standing);
    }

    private static List<Row<?>> rows(OAuth oauth, Reading reading) {
        return oauth.profiles().stream()
                .flatMap(profile -> profile.standings().stream()
                        .<Row<?>>map(standing -> Row.of(
                                Tags.of("profile", profile.name(), "tenant", standing.tenant()),
                                reading.of(profile, standing))))
                .collect(Collectors.toList());
    }

    private static List<Row<?>> certificates(OAuth oauth, Instant now) {
        return oauth.profiles().stream()
                .flatMap(profile -> lives(profile).stream()
                        .<Row<?>>map(life -> Row.of(
                                Tags.of("profile", profile.name(), "file", life.file()),
                                Duration.between(now, life.expires()).toSeconds())))
                .collect(Collectors.toList());
    }

    private static List<CertificateLife> lives(OAuthProfile profile) {
        try {
            return profile.certificates();
        } catch (TokenException e) {
            // health and page say why; a missing figure is what an alert sees
            return List.of();
        }
    }
}
