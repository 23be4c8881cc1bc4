package io.github.bactrian.console;

import io.github.bactrian.imports.JobProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How far each job had come over the last minutes. */
final class History {
    /** Between two samples. */
    static final Duration STEP = Duration.ofSeconds(2);

    private static final Duration LENGTH = Duration.ofMinutes(10);

    /** @param bytes how far its file had been read */
    record Sample(Instant at, long rows, long bytes) {}

    private final Clock clock;
    private final Map<String, Deque<Sample>> samples = new HashMap<>();

    History(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of where the jobs are; those that are not among them are forgotten. */
    synchronized void add(Collection<JobProgress> jobs) {
        Instant now = clock.instant();
        Set<String> present = jobs.stream().map(JobProgress::job).collect(Collectors.toSet());
        samples.keySet().retainAll(present);
        for (JobProgress job : jobs) {
            Deque<Sample> line = samples.computeIfAbsent(job.job(), id -> new ArrayDeque<>());
            line.addLast(new Sample(now, job.rows().read(), job.bytesRead()));
            while (line.getFirst().at().isBefore(now.minus(LENGTH))) {
                line.removeFirst();
            }
        }
    }

    synchronized List<Sample> of(String job) {
        return List.copyOf(samples.getOrDefault(job, new ArrayDeque<>()));
    }
}
