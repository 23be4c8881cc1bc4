package io.github.bactrian.daemon;

import io.github.bactrian.imports.JobProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells how the imports get on: on a terminal one line that is redrawn, elsewhere a line every ten seconds or tenth of the
 * file. That a job begins, pauses and ends is told by the log.
 */
final class Progress implements AutoCloseable {
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
    private static final long REDRAW_MS = 250;

    private final Supplier<List<JobProgress>> jobs;
    private final Screen screen;
    private final Clock clock;
    private final int width;
    private final Map<String, JobWatch> watches = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    /** @param width columns of the terminal */
    Progress(Supplier<List<JobProgress>> jobs, Screen screen, Clock clock, int width) {
        this.jobs = jobs;
        this.screen = screen;
        this.clock = clock;
        this.width = width;
    }

    /** Of the daemon, on standard error. */
    static Progress of(Daemon daemon) {
        Screen screen = Screen.stderr();
        int width = screen.isInteractive() ? Terminal.width() : 0;
        return new Progress(daemon.imports()::progress, screen, Clock.systemUTC(), width).start();
    }

    Progress start() {
        Future<?> unused = timer.scheduleWithFixedDelay(this::tell, REDRAW_MS, REDRAW_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Looks at the jobs once and says what is to be said. */
    synchronized void tell() {
        Instant now = clock.instant();
        List<ProgressLine> running = new ArrayList<>();
        for (JobProgress job : jobs.get()) {
            JobWatch watch = watches.computeIfAbsent(job.job(), id -> new JobWatch());
            ProgressLine line = watch.line(job, now);
            if (JobWatch.isUnderWay(job)) {
                running.add(line);
                if (!screen.isInteractive() && watch.isDue(line, now, PLAIN_INTERVAL)) {
                    screen.line(job.importName() + "  " + line.text());
                }
            }
        }
        screen.status(status(running));
    }

    private String status(List<ProgressLine> running) {
        if (running.isEmpty()) {
            return "";
        }
        String more = running.size() == 1 ? "" : "  (and " + (running.size() - 1) + " more)";
        return running.get(0).withBar(width - more.length()) + more;
    }

    @Override
    public void close() {
        timer.shutdown();
        screen.status("");
    }
}
