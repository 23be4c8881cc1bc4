package io.github.bactrian.console;

import io.github.bactrian.http.GateState;
import io.github.bactrian.imports.InboxState;
import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.JobStanding;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.imports.Receipt;
import io.github.bactrian.imports.RowCounts;
import io.github.bactrian.oauth.CertificateLife;
import io.github.bactrian.oauth.TokenStanding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows at one moment. It holds no row content, no token and no secret.
 *
 * @param now by the daemon's clock, against which the page reckons
 * @param inboxes where files are dropped, with what no job has taken yet
 */
record Snapshot(
        Instant now,
        String version,
        List<Job> jobs,
        List<InboxState> inboxes,
        List<Timer> timers,
        List<Profile> profiles,
        List<GateState> gates,
        List<Route> routes) {

    /**
     * A job.
     *
     * @param state one word: a receipt's status, or how it is with this process now
     * @param standing what can become of it next, and so what may be done to it
     * @param receipt so far
     * @param waitsFor what has to happen before it goes on, in a sentence; null if nothing has to
     * @param rows as they are counted now
     * @param bytesRead of its file
     * @param holdReason why it pauses by itself; null if it does not
     * @param resumeAt when it goes on by itself; null if it does not wait or nobody knows
     * @param canProbe whether its API can be asked about unknown rows
     * @param history while this process worked on it, oldest first, at most ten minutes
     */
    record Job(
            String state,
            JobStanding standing,
            Receipt receipt,
            @Nullable String waitsFor,
            RowCounts rows,
            long bytesRead,
            @Nullable String holdReason,
            @Nullable Instant resumeAt,
            boolean canProbe,
            List<History.Sample> history) {

        /** @param here null if this process has not worked on it */
        static Job of(JobState known, @Nullable JobProgress here, boolean canProbe, List<History.Sample> history) {
            Receipt receipt = known.receipt();
            boolean isHeld = known.standing() == JobStanding.HELD;
            // what is settled after its end only the ledger knows
            return here == null || !known.standing().isOpen()
                    ? new Job(
                            isHeld ? known.standing().word() : receipt.status(),
                            known.standing(),
                            receipt,
                            known.waitsFor(),
                            receipt.rows(),
                            receipt.bytes() * known.percent() / 100,
                            null,
                            null,
                            canProbe,
                            history)
                    : new Job(
                            here.state(),
                            known.standing(),
                            receipt,
                            known.waitsFor(),
                            here.rows(),
                            here.bytesRead(),
                            here.holdReason(),
                            here.resumeAt(),
                            canProbe,
                            history);
        }
    }

    /** One job with its first rows that did not come through. */
    record Details(Receipt receipt, List<JobState.RowEnd> rows) {}

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
