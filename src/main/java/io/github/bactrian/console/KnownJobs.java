package io.github.bactrian.console;

import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.JobState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The jobs of the ledger, which is not asked for each viewer each second. */
final class KnownJobs {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MOST = 30;

    private final ImportComponent imports;
    private final Clock clock;
    private List<JobState> all = List.of();
    private Instant asked = Instant.MIN;

    KnownJobs(ImportComponent imports, Clock clock) {
        this.imports = imports;
        this.clock = clock;
    }

    /** The newest, newest first. */
    List<JobState> newest() throws IOException {
        return all().stream().limit(MOST).toList();
    }

    /** Newest first. */
    synchronized List<JobState> all() throws IOException {
        if (clock.instant().isAfter(asked.plus(FRESH))) {
            asked = clock.instant();
            all = imports.jobs();
        }
        return all;
    }

    /** Has the ledger asked again, because something was changed. */
    synchronized void forget() {
        asked = Instant.MIN;
    }
}
