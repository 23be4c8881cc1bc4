package io.github.bactrian.daemon;

import io.github.bactrian.Printable;
import io.github.bactrian.imports.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A running job in one line: {@code users.csv  ███████░░░░  45 %  906 rows  20/s  3 rejected  55 s left}.
 *
 * @param rowsPerSecond of late; 0 if nothing can be said yet, and then nothing is
 * @param left the time that is likely left, empty if nothing can be said
 */
record ProgressLine(JobProgress job, double rowsPerSecond, Optional<Duration> left) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** How much of the file is read, 0 to 100. */
    int percent() {
        return job.bytes() <= 0 ? 100 : (int) Math.min(100, 100 * job.bytesRead() / job.bytes());
    }

    /** With a bar that takes what the words leave of {@code width} columns. */
    String withBar(int width) {
        int columns = Math.min(40, width - text().length() - 4);
        return columns < 5 ? text() : Printable.of(job.file()) + "  " + bar(columns) + "  " + numbers();
    }

    String text() {
        return Printable.of(job.file()) + "  " + numbers();
    }

    private String bar(int columns) {
        int full = columns * percent() / 100;
        return "█".repeat(full) + "░".repeat(columns - full);
    }

    private String numbers() {
        String rejected =
                job.rows().rejected() == 0 ? "" : "  " + Words.count(job.rows().rejected()) + " rejected";
        String unknown =
                job.rows().unknown() == 0 ? "" : "  " + Words.count(job.rows().unknown()) + " unknown";
        return percent() + " %  " + Words.rows(job.rows().read()) + pace() + rejected + unknown + outlook();
    }

    private String pace() {
        return job.state().equals("running") && rowsPerSecond > 0 ? "  " + Words.rate(rowsPerSecond) : "";
    }

    private String outlook() {
        if (job.state().equals("running")) {
            return left.map(time -> "  " + Words.time(time) + " left").orElse("");
        }
        Instant until = job.resumeAt();
        String reason = job.holdReason() == null ? "" : ": " + Printable.of(job.holdReason());
        String next = until == null ? "" : ", goes on at " + TIME.format(until.atZone(ZoneId.systemDefault()));
        return "  " + job.state() + reason + next;
    }
}
