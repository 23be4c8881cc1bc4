package io.github.bactrian.console;

import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.JobState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The newest jobs of the ledger, which is not asked for each viewer each second. */
final class KnownJobs {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MOST = 30;

    private final ImportComponent imports;
    private final Clock clock;
    private List<JobState> newest = List.of();
    private Instant asked = Instant.MIN;

    KnownJobs(ImportComponent imports, Clock clock) {
        this.imports = imports;
        this.clock = clock;
    }

    /** Newest first. */
    synchronized List<JobState> newest() throws IOException {
        if (clock.instant().isAfter(asked.plus(FRESH))) {
            asked = clock.instant();
            newest = imports.jobs().stream().limit(MOST).toList();
        }
        return newest;
    }

    /** Has the ledger asked again, because something was changed. */
    synchronized void forget() {
        asked = Instant.MIN;
    }
}
