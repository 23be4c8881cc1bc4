package io.github.bactrian.imports;

import io.github.bactrian.imports.Verdict.Alone;
import io.github.bactrian.imports.Verdict.Forbidden;
import io.github.bactrian.imports.Verdict.Pause;
import io.github.bactrian.imports.Verdict.Repeat;
import io.github.bactrian.imports.Verdict.Stop;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what single rows' verdicts mean for their job: go on, pause, or stop. Not thread-safe. */
final class Steering {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    private static final int FORBIDDEN_IN_A_ROW = 20;
    private static final int LOST_IN_A_ROW = 5;
    /** A row is rejected when the API has failed it so often while others succeeded. */
    static final int MOST_ATTEMPTS = 5;

    /** @param byDecision whether the job goes on only if somebody says so */
    record Stopped(String reason, boolean byDecision) {}

    private final ImportSettings settings;
    private final JobLedger ledger;
    private final Clock clock;
    private final Pace pace;
    private final RowCounts countsAtStart;
    private int forbiddenInARow;
    private int lostInARow;
    private boolean quiet;
    private @Nullable Stopped stopped;

    Steering(ImportSettings settings, JobLedger ledger, Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
        this.pace = new Pace(settings.parallel());
        this.countsAtStart = ledger.counts();
    }

    Pace pace() {
        return pace;
    }

    /** Why the job stops before its end; null if it does not. */
    @Nullable
    Stopped stopped() {
        return stopped;
    }

    /** Pauses are not told of any more: the process stops. */
    void quiet() {
        quiet = true;
    }

    void stopIfPausedTooLong(Instant now) {
        if (pace.pausedLongerThan(settings.maxPause(), now)) {
            String most = TimeUtils.printDuration(settings.maxPause());
            stop("paused for more than maxPause=" + most + ": " + pace.reason(), false);
        }
    }

    /** A row is about to run. */
    void begin(Task task) {
        task.pace = pace.mark();
        task.doneAtFirst = task.doneAtFirst < 0 ? ledger.counts().done() : task.doneAtFirst;
    }

    /** A row has ended. */
    void ended(Task task, Outcome outcome) {
        if (task.decided == null && pace.succeeded(task.pace)) {
            goesOn();
        }
        if (outcome == Outcome.REJECTED) {
            stopIfTooManyRejects();
        }
    }

    /** An exchange has run: while the API does not answer, few rows are to become unknown. */
    void heard(Task first, Contact contact) {
        if (contact.lost() != null) {
            lostInARow++;
            if (lostInARow >= LOST_IN_A_ROW || pace.until() != null) {
                told(pace.outage(outage(contact.lost()), clock.instant()));
            }
        } else if (contact.made()) {
            lostInARow = 0;
            if (pace.answered(first.pace)) {
                goesOn();
            }
        }
    }

    private String outage(String lost) {
        return (lostInARow == 1 ? "a call" : lostInARow + " calls in a row")
                + " got no answer from the API, and must not be repeated, so one row is tried at a time until one is"
                + " answered; the last was " + lost;
    }

    private void goesOn() {
        LOG.info("Import {}, job {}: goes on", settings.name(), ledger.job().id());
    }

    /** Lets a verdict take effect on the job; returns what it then means for the row. */
    Verdict apply(Task task, Verdict verdict) {
        if (verdict.job() instanceof Forbidden effect) {
            boolean nothingSucceeded = effect.again() && ledger.counts().done() == 0;
            if (nothingSucceeded || ++forbiddenInARow >= FORBIDDEN_IN_A_ROW) {
                Stop refused = new Stop("the API refuses the app: " + effect.reason());
                stop(refused.reason(), false);
                return effect.again() ? Verdict.again(refused) : verdict;
            }
            return verdict;
        }
        forbiddenInARow = verdict.outcome() == null ? forbiddenInARow : 0;
        if (verdict.job() instanceof Pause effect) {
            pause(effect.reason(), effect.until());
        } else if (verdict.job() instanceof Stop effect) {
            stop(effect.reason(), false);
        } else if (verdict.job() instanceof Repeat effect) {
            return repeat(task, effect);
        } else if (verdict.job() instanceof Alone effect && task.suspect && verdict.outcome() == null) {
            return Verdict.ended(
                    Outcome.REJECTED, effect.reason() + " (twice, the second time with no other row beside it)");
        }
        return verdict;
    }

    private Verdict repeat(Task task, Repeat effect) {
        boolean othersSucceed = ledger.counts().done() > task.doneAtFirst;
        // as long as no row succeeds, failing is not this row's fault
        task.attempts = othersSucceed ? task.attempts + effect.attempts() : effect.attempts();
        if (othersSucceed && task.attempts >= MOST_ATTEMPTS) {
            return Verdict.ended(Outcome.REJECTED, effect.reason() + " (" + task.attempts + " attempts)");
        }
        if (!othersSucceed) {
            pause(effect.reason(), null);
        }
        Instant later = clock.instant().plusSeconds(1L << Math.min(task.attempts, 5));
        Instant told = effect.notBefore();
        task.notBefore = told != null && told.isAfter(later) ? told : later;
        return Verdict.again(effect);
    }

    /** Counts what this run ended, so that a job that somebody lets go on is not stopped again at once. */
    private void stopIfTooManyRejects() {
        RowCounts now = ledger.counts();
        long rejected = now.rejected() - countsAtStart.rejected();
        long ended = now.ended() - countsAtStart.ended();
        if (settings.maxRejects().exceededBy(rejected, ended)) {
            stop(
                    rejected + " of " + ended + " rows were rejected, more than maxRejects=" + settings.maxRejects()
                            + "; most likely the mapping is wrong",
                    true);
        }
    }

    private void pause(String reason, @Nullable Instant retryAt) {
        told(pace.pause(reason, retryAt, clock.instant()));
    }

    private void told(boolean begins) {
        Instant until = pace.until();
        // what broke the ledger has been reported
        if (begins && until != null && !quiet && ledger.isHeld()) {
            LOG.warn(
                    "Import {}, job {}: paused, goes on by itself (next try {}): {}",
                    settings.name(),
                    ledger.job().id(),
                    until.truncatedTo(ChronoUnit.SECONDS),
                    pace.reason());
        }
    }

    void stop(String reason, boolean byDecision) {
        if (stopped == null) {
            stopped = new Stopped(reason, byDecision);
        }
    }
}
