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
    private Instant reportedAt = Instant.EPOCH;
    private int reportedPercent;
    private String state = "";
    private boolean changed;
    private boolean ended;

    static boolean isUnderWay(JobProgress job) {
        return UNDER_WAY.contains(job.state());
    }

    ProgressLine line(JobProgress job, Instant now) {
        changed = !job.state().equals(state);
        state = job.state();
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

    /** Whether a plain line is due: when the state changes and, while rows run, after each interval and tenth of the file. */
    boolean isDue(ProgressLine line, Instant now, Duration every) {
        boolean further = line.percent() / 10 > reportedPercent / 10
                || !reportedAt.plus(every).isAfter(now);
        boolean due = changed || (state.equals("running") && further);
        if (due) {
            reportedAt = now;
            reportedPercent = line.percent();
        }
        return due;
    }

    /** Whether the state was another one when the job was looked at before. */
    boolean hasChanged() {
        return changed;
    }

    /** True once: the first time that the job is seen ended. */
    boolean endsNow(JobProgress job) {
        boolean now = !ended && !isUnderWay(job);
        ended |= now;
        return now;
    }
}
