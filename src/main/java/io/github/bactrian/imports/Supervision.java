package io.github.bactrian.imports;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time whether the job at work is to be held, and lets the ledger say what it waits for. */
final class Supervision implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    private final ImportSettings settings;
    private final JobTable table;
    private final JobRun run;
    private final Clock clock;
    private @Nullable String told;

    Supervision(ImportSettings settings, Ledger ledger, JobRun run) {
        this.settings = settings;
        this.table = new JobTable(ledger);
        this.run = run;
        this.clock = ledger.clock();
    }

    @Override
    public void run() {
        try {
            JobProgress job = run.progress();
            if (job == null) {
                told = null;
                return;
            }
            hold(job);
            tell(job);
        } catch (LedgerException | RuntimeException e) {
            // the job itself stops or waits for the same reason, and says so
            LOG.debug("Import {} cannot be supervised now", settings.name(), e);
        }
    }

    private void hold(JobProgress job) throws LedgerException {
        Hold asked = table.byId(job.job()).map(JobTable.Entry::hold).orElse(null);
        if (asked == Hold.STOP) {
            run.halt(JobRunner.BY_AN_OPERATOR);
        } else if (asked == Hold.PAUSE || Opening.waitsFor(settings.window(), clock.instant()) != null) {
            run.hold();
        }
    }

    private void tell(JobProgress job) throws LedgerException {
        String waits = waitsFor(job);
        if (!Objects.equals(waits, told)) {
            table.setWaits(job.job(), waits);
            told = waits;
        }
    }

    private static @Nullable String waitsFor(JobProgress job) {
        Instant next = job.resumeAt();
        return job.holdReason() == null
                ? null
                : "the API (" + job.holdReason() + ")"
                        + (next == null ? "" : "; next try at " + next.truncatedTo(ChronoUnit.SECONDS));
    }
}
