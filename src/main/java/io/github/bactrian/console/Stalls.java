package io.github.bactrian.console;

import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For how long jobs that are not paused have made no progress. */
final class Stalls {
    private static final Set<String> MOVING = Set.of("running", "stopping");

    /**
     * A job that should move.
     *
     * @param idle since a row ended or was read
     */
    record Idle(JobProgress job, Duration idle) {}

    private record Seen(JobProgress job, RowCounts rows, long bytes, Instant since) {
        boolean isWhere(JobProgress now) {
            return rows.equals(now.rows()) && bytes == now.bytesRead();
        }
    }

    private final Clock clock;
    private final Map<String, Seen> seen = new HashMap<>();

    Stalls(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of where the jobs are. */
    synchronized void add(Collection<JobProgress> progress) {
        Map<String, Seen> before = Map.copyOf(seen);
        seen.clear();
        for (JobProgress job : progress) {
            if (MOVING.contains(job.state())) {
                Seen last = before.get(job.job());
                Instant since = last != null && last.isWhere(job) ? last.since() : clock.instant();
                seen.put(job.job(), new Seen(job, job.rows(), job.bytesRead(), since));
            }
        }
    }

    synchronized List<Idle> all() {
        Instant now = clock.instant();
        return seen.values().stream()
                .map(one -> new Idle(one.job(), Duration.between(one.since(), now)))
                .toList();
    }
}
