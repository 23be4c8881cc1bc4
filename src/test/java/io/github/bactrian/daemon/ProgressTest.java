package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<JobProgress> jobs = new ArrayList<>();
    private Instant now = START;

    @Test
    void withoutATerminalALineIsWrittenForEachTenthOfTheFile() {
        Progress progress = progress(false);

        for (int second = 0; second <= 5; second++) {
            at(progress, second, job("running", 1000, 60L * second, 6L * second, 1));
        }

        assertThat(lines())
                .containsExactly(
                        "users  users.csv  12 %  12 rows  6.0/s  1 rejected  14 s left",
                        "users  users.csv  24 %  24 rows  6.0/s  1 rejected  12 s left",
                        "users  users.csv  30 %  30 rows  6.0/s  1 rejected  11 s left");
    }

    @Test
    void aSlowFileGetsALineEveryTenSeconds() {
        Progress progress = progress(false);

        for (int second = 0; second <= 25; second++) {
            at(progress, second, job("running", 1_000_000, 60L * second, 6L * second, 0));
        }

        assertThat(lines()).hasSize(2);
    }

    @Test
    void aPausedJobGetsNoLines() {
        Progress progress = progress(false);

        for (int second = 0; second <= 60; second++) {
            at(progress, second, job("paused", 1000, 300, 30, 0));
        }

        assertThat(lines()).isEmpty();
    }

    @Test
    void onATerminalTheStatusIsRedrawnAndGoneAtTheEnd() {
        Progress progress = progress(true);

        at(progress, 0, job("running", 1000, 0, 0, 0));
        at(progress, 1, job("running", 1000, 500, 50, 0));
        at(progress, 2, job("done", 1000, 1000, 100, 0));

        assertThat(text())
                .contains("users.csv  " + "░".repeat(40) + "  0 %  0 rows")
                .contains("users.csv  " + "█".repeat(20) + "░".repeat(20) + "  50 %  50 rows  50/s  1.0 s left")
                .endsWith("\r\033[2K");
    }

    @Test
    void severalJobsShareTheStatus() {
        Progress progress = progress(true);

        at(progress, 0, job("running", 1000, 0, 0, 0), job("running", 1000, 0, 0, 0));

        assertThat(text()).contains("(and 1 more)");
    }

    @Test
    void aPauseShowsItsReasonAndTheTimeOfTheNextAttempt() {
        JobProgress paused = new JobProgress(
                "users",
                "j",
                "users.csv",
                "paused",
                10,
                5,
                0,
                new RowCounts(3, 3, 0, 0, 0),
                START,
                "issuer down",
                null);

        assertThat(new ProgressLine(paused, 5, Optional.empty()).text())
                .isEqualTo("users.csv  50 %  3 rows  paused: issuer down");
    }

    @ParameterizedTest
    @CsvSource({"PT0.84S,0.8 s", "PT42S,42 s", "PT1M40S,1 min 40 s", "PT2H3M9S,2 h 3 min", "PT51H,2 d 3 h"})
    void aTimeTellsOnlyWhatMatters(Duration time, String words) {
        assertThat(Words.time(time)).isEqualTo(words);
    }

    private Progress progress(boolean interactive) {
        Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), interactive);
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new Progress(() -> jobs, screen, clock, 100);
    }

    private void at(Progress progress, int second, JobProgress... seen) {
        now = START.plusSeconds(second);
        jobs.clear();
        jobs.addAll(List.of(seen));
        progress.tell();
    }

    private List<String> lines() {
        return text().lines().toList();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static JobProgress job(String state, long bytes, long read, long rows, long rejected) {
        RowCounts counts = new RowCounts(rows, rows - rejected, rejected, 0, 0);
        return new JobProgress("users", "j", "users.csv", state, bytes, read, 0, counts, START, null, null);
    }
}
