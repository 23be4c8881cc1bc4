package io.github.bactrian.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.oauth.CertificateLife;
import io.github.bactrian.oauth.TokenStanding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows at one moment. It holds no row content, no token and no secret.
 *
 * @param now by the daemon's clock, against which the page reckons
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Snapshot(
        Instant now, String version, List<Job> jobs, List<Timer> timers, List<Profile> profiles, List<Route> routes) {

    /**
     * A job.
     *
     * @param known as the ledger has it, which is at most some seconds old
     * @param progress null if this process has not worked on it
     * @param history while this process worked on it, oldest first, at most ten minutes
     */
    record Job(JobState known, @Nullable JobProgress progress, List<History.Sample> history) {}

    /**
     * A route that a timer starts.
     *
     * @param schedule as its route says it
     * @param last null if it has not run since the start
     * @param next null if it will not run again
     */
    record Timer(
            String route,
            String schedule,
            @Nullable Instant last,
            @Nullable Instant next) {}

    /** @param problem why its certificates cannot be read; null if they can, or if it has none */
    record Profile(
            String name,
            List<TokenStanding> tokens,
            List<CertificateLife> certificates,
            @Nullable String problem) {}

    /**
     * A route.
     *
     * @param file null if it was not read from a file
     * @param line where it begins, 1 for the first; 0 if unknown
     */
    record Route(
            String id,
            @Nullable String description,
            String from,
            String state,
            @Nullable String file,
            int line) {}
}
