package io.github.bactrian.daemon;

import io.github.bactrian.imports.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** One job as seen over time: its pace, and when it was last spoken of. */
final class JobWatch {
    private static final Set<String> UNDER_WAY = Set.of("running", "paused", "stopping");
    private final RateWindow rows = new RateWindow();
    private final RateWindow bytes = new RateWindow();
    private Instant reportedAt = Instant.MIN;
    private int reportedPercent;
    private boolean ended;

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

    /** Whether a plain line is due: at first, after {@code every}, and after every tenth of the file. */
    boolean isDue(int percent, Instant now, Duration every) {
        boolean due = reportedAt.equals(Instant.MIN)
                || percent / 10 > reportedPercent / 10
                || !reportedAt.plus(every).isAfter(now);
        if (due) {
            reportedAt = now;
            reportedPercent = percent;
        }
        return due;
    }

    /** True once: the first time that the job is seen ended. */
    boolean endsNow(JobProgress job) {
        boolean now = !ended && !isUnderWay(job);
        ended |= now;
        return now;
    }
}
