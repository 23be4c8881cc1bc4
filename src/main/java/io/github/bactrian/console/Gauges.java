package io.github.bactrian.console;

import io.github.bactrian.imports.InboxState;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.oauth.CertificateLife;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.TokenException;
import io.github.bactrian.oauth.TokenStanding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;

/** What is measured for Prometheus at the moment of a scrape. */
final class Gauges {
    private final State state;
    private final MeterRegistry registry;
    private final Map<String, MultiGauge> gauges = new HashMap<>();

    Gauges(State state, MeterRegistry registry) {
        this.state = state;
        this.registry = registry;
    }

    /** @throws IOException if the ledger cannot be read */
    void read() throws IOException {
        Instant now = state.clock().instant();
        profiles(now);
        gates();
        jobs();
        inboxes(now);
        show(
                "bactrian.job.idle",
                "Since a job that is not paused made progress",
                "seconds",
                state.stalls().all().stream()
                        .collect(Collectors.toMap(
                                idle -> Tags.of("import", idle.job().importName()),
                                idle -> seconds(idle.idle()),
                                Math::max)));
        show(
                "bactrian.health",
                "1 while a check is up",
                null,
                HealthCheckHelper.invoke(state.camel().context()).stream()
                        .collect(Collectors.toMap(
                                result -> Tags.of("check", result.getCheck().getId()),
                                result -> result.getState() == HealthCheck.State.DOWN ? 0.0 : 1.0,
                                Math::min)));
    }

    private void profiles(Instant now) {
        Map<Tags, Double> tokens = new HashMap<>();
        Map<Tags, Double> failing = new HashMap<>();
        Map<Tags, Double> certificates = new HashMap<>();
        for (OAuthProfile profile : state.oauth().profiles()) {
            for (TokenStanding standing : profile.standings()) {
                Tags tags = Tags.of("profile", profile.name(), "tenant", standing.tenant());
                tokens.put(tags, standing.expires() == null ? Double.NaN : until(standing.expires(), now));
                failing.put(tags, standing.failure() == null ? 0.0 : 1.0);
            }
            lives(profile)
                    .forEach(life -> certificates.put(
                            Tags.of("profile", profile.name(), "file", life.file()), until(life.expires(), now)));
        }
        show("bactrian.token.expiry", "Until the token at hand expires; renewed by itself before", "seconds", tokens);
        show("bactrian.token.failing", "1 while the last request for a token has failed", null, failing);
        show(
                "bactrian.certificate.expiry",
                "Until a certificate that proves who the app is expires",
                "seconds",
                certificates);
    }

    private void gates() {
        show(
                "bactrian.gate.closed",
                "1 while an API has asked for no calls",
                null,
                state.gates().stream()
                        .filter(gate -> gate.profile() != null)
                        .collect(Collectors.toMap(
                                gate -> Tags.of("profile", String.valueOf(gate.profile()), "tenant", gate.tenant()),
                                gate -> gate.closedUntil() == null ? 0.0 : 1.0)));
    }

    private void jobs() throws IOException {
        List<JobState> all = state.known().all();
        show(
                "bactrian.jobs",
                "Imports that have not ended",
                null,
                all.stream()
                        .filter(job -> job.standing().isOpen())
                        .collect(Collectors.groupingBy(
                                job -> Tags.of(
                                        "import",
                                        job.receipt().importName(),
                                        "state",
                                        job.standing().word()),
                                Collectors.summingDouble(job -> 1))));
        show(
                "bactrian.rows.unsettled",
                "Unknown rows that await a decision",
                null,
                all.stream()
                        .filter(job -> !job.standing().isOpen())
                        .collect(Collectors.groupingBy(
                                job -> Tags.of("import", job.receipt().importName()),
                                Collectors.summingDouble(
                                        job -> job.receipt().rows().unknown()))));
    }

    /** Every import has a figure, so that an empty inbox is told from a daemon that does not look. */
    private void inboxes(Instant now) {
        Map<Tags, Double> files = new HashMap<>();
        Map<Tags, Double> ages = new HashMap<>();
        for (InboxState inbox : state.imports().inboxes()) {
            Tags tags = Tags.of("import", inbox.importName());
            Instant oldest = inbox.oldest();
            files.put(tags, (double) inbox.files());
            ages.put(tags, oldest == null ? 0.0 : seconds(Duration.between(oldest, now)));
        }
        show("bactrian.inbox.files", "Files that no job has taken yet", null, files);
        show("bactrian.inbox.age", "How long the oldest of them has been there", "seconds", ages);
    }

    private static List<CertificateLife> lives(OAuthProfile profile) {
        try {
            return profile.certificates();
        } catch (TokenException e) {
            // health and page say why; a missing figure is what an alert sees
            return List.of();
        }
    }

    private static double until(Instant end, Instant now) {
        return Duration.between(now, end).toMillis() / 1000.0;
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis() / 1000.0);
    }

    private void show(String name, String description, @Nullable String unit, Map<Tags, Double> values) {
        gauges.computeIfAbsent(name, key -> MultiGauge.builder(key)
                        .description(description)
                        .baseUnit(unit)
                        .register(registry))
                .register(
                        values.entrySet().stream()
                                .map(value -> Row.of(value.getKey(), value.getValue()))
                                .collect(Collectors.<Row<?>>toList()),
                        true);
    }
}
