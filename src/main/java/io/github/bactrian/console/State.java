package io.github.bactrian.console;

import io.github.bactrian.console.Snapshot.Job;
import io.github.bactrian.console.Snapshot.Profile;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.http.GateState;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.oauth.CertificateLife;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.TokenException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Puts together what the page shows. */
record State(
        Camel camel,
        Timers timers,
        OAuth oauth,
        AuthorizedHttp http,
        ImportComponent imports,
        KnownJobs known,
        History history,
        Stalls stalls,
        Clock clock) {

    static State of(CamelContext context, ImportComponent imports, Clock clock) {
        return new State(
                new Camel(context),
                new Timers(context, clock),
                Objects.requireNonNull(OAuth.of(context), "OAuth is installed first"),
                Objects.requireNonNull(AuthorizedHttp.of(context), "AuthorizedHttp is installed first"),
                imports,
                new KnownJobs(imports, clock),
                new History(clock),
                new Stalls(clock),
                clock);
    }

    /** Takes note of how it is, for what only shows over time. */
    void look() {
        List<JobProgress> progress = imports.progress();
        history.add(progress);
        stalls.add(progress);
        timers.look();
    }

    List<GateState> gates() {
        return http.gates();
    }

    /** @throws IOException if the ledger cannot be read */
    Snapshot now() throws IOException {
        String version = State.class.getPackage().getImplementationVersion();
        return new Snapshot(
                clock.instant(),
                version == null ? "" : version,
                jobs(),
                imports.inboxes(),
                timers.all(),
                oauth.profiles().stream().map(State::profile).toList(),
                gates(),
                camel.routes());
    }

    private List<Job> jobs() throws IOException {
        Map<String, JobProgress> here = imports.progress().stream()
                .collect(Collectors.toMap(JobProgress::job, Function.identity(), (earlier, later) -> later));
        return known.shown().stream()
                .map(job -> Job.of(
                        job,
                        here.get(job.receipt().job()),
                        imports.canProbe(job.receipt().importName()),
                        history.of(job.receipt().job())))
                .toList();
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
}
