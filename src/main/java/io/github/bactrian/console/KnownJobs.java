package io.github.bactrian.console;

import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.JobStanding;
import io.github.bactrian.imports.JobState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of the ledger, which is not asked for each viewer each second. A ledger that cannot be written does not answer
 * either; what was known before stands then, and a health check says so.
 */
final class KnownJobs {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final long PATIENCE_MS = 1000;
    private static final int MOST = 30;

    private final ImportComponent imports;
    private final Clock clock;
    private List<JobState> all = List.of();
    private Instant asked = Instant.MIN;
    private @Nullable FutureTask<List<JobState>> asking;

    KnownJobs(ImportComponent imports, Clock clock) {
        this.imports = imports;
        this.clock = clock;
    }

    /** The newest, and all others with which something is left to do, newest first. */
    List<JobState> shown() throws IOException {
        List<JobState> jobs = all();
        return IntStream.range(0, jobs.size())
                .filter(i -> i < MOST || jobs.get(i).standing() != JobStanding.ENDED)
                .mapToObj(jobs::get)
                .toList();
    }

    /** Newest first. */
    synchronized List<JobState> all() throws IOException {
        if (asking == null && clock.instant().isAfter(asked.plus(FRESH))) {
            asked = clock.instant();
            asking = new FutureTask<>(imports::jobs);
            Thread thread = new Thread(asking, "bactrian-jobs");
            thread.setDaemon(true);
            thread.start();
        }
        if (asking != null) {
            await(asking);
        }
        return all;
    }

    private void await(FutureTask<List<JobState>> task) throws IOException {
        try {
            all = task.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            asking = null;
        } catch (TimeoutException e) {
            // asked on, and looked at again next time
        } catch (ExecutionException e) {
            asking = null;
            throw new IOException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the ledger asked again, because something was changed. */
    synchronized void forget() {
        asked = Instant.MIN;
    }
}
