package io.github.bactrian.daemon;

import io.github.bactrian.imports.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One job as seen over time: its pace, and when it was last spoken of. */
final class JobWatch {
    private static final Set<String> UNDER_WAY = Set.of("running", "paused", "stopping");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private final RateWindow rows = new RateWindow();
    private final RateWindow bytes = new RateWindow();
    private @Nullable Instant reportedAt;
    private int reportedPercent;

    static boolean isUnderWay(JobProgress job) {
        return UNDER_WAY.contains(job.state());
    }

    ProgressLine line(JobProgress job, Instant now) {
        rows.add(now, job.rows().read());
        bytes.add(now, job.bytesRead());
        return new ProgressLine(job, rows.perSecond(), left(job));
    }

    private Optional<Duration> left(JobProgress job) {
        double pace = bytes.perSecond();
        return pace <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) ((job.bytes() - job.bytesRead()) / pace)));
    }

    /** Whether a plain line is due: while rows run, after each interval or, sooner, another tenth of the file. */
    boolean isDue(ProgressLine line, Instant now, Duration interval) {
        if (reportedAt == null) {
            reportedAt = now;
        }
        Duration since = Duration.between(reportedAt, now);
        boolean further = line.percent() / 10 > reportedPercent / 10 && since.compareTo(SHORTEST) >= 0;
        boolean due = line.job().state().equals("running") && (further || since.compareTo(interval) >= 0);
        if (due) {
            reportedAt = now;
            reportedPercent = line.percent();
        }
        return due;
    }
}
