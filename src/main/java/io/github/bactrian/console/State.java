package io.github.bactrian.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.bactrian.console.Snapshot.Job;
import io.github.bactrian.console.Snapshot.Profile;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.oauth.CertificateLife;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.TokenException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Answers what the page asks. */
final class State {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final Camel camel;
    private final OAuth oauth;
    private final ImportComponent imports;
    private final History history;
    private final Clock clock;

    State(Camel camel, OAuth oauth, ImportComponent imports, History history, Clock clock) {
        this.camel = camel;
        this.oauth = oauth;
        this.imports = imports;
        this.history = history;
        this.clock = clock;
    }

    void all(RoutingContext context) {
        answer(context, snapshot());
    }

    void yaml(RoutingContext context) {
        try {
            Optional<String> yaml = camel.yaml(context.pathParam("id"));
            if (yaml.isPresent()) {
                context.response()
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end(yaml.get());
            } else {
                context.response().setStatusCode(404).end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Snapshot snapshot() {
        List<Job> jobs = imports.progress().stream()
                .map(job -> new Job(job, history.of(job.job())))
                .toList();
        String version = State.class.getPackage().getImplementationVersion();
        return new Snapshot(
                clock.instant(),
                version == null ? "" : version,
                jobs,
                camel.timers(),
                oauth.profiles().stream().map(State::profile).toList(),
                camel.routes());
    }

    private static Profile profile(OAuthProfile profile) {
        List<CertificateLife> certificates = List.of();
        String problem = null;
        try {
            certificates = profile.certificates();
        } catch (TokenException e) {
            problem = e.getMessage();
        }
        return new Profile(profile.name(), profile.standings(), certificates, problem);
    }

    private static void answer(RoutingContext context, Object value) {
        try {
            context.response()
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(JSON.writeValueAsBytes(value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
