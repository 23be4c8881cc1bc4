package io.github.bactrian.imports;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of rows of which nobody knows whether they took effect: kept, run again, or asked about. Not thread-safe. */
final class Doubts {
    /** A row is run so often at most, the first time included. */
    static final int MOST_RUNS = 3;
    /** APIs may show late what they have done: a "no" counts when it is heard again so much later. */
    static final Duration SECOND_NO = Duration.ofSeconds(10);

    private final OnUnknown onUnknown;
    private final JobLedger ledger;
    private final Clock clock;

    Doubts(OnUnknown onUnknown, JobLedger ledger, Clock clock) {
        this.onUnknown = onUnknown;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A row's outcome is unknown.
     *
     * @param reason free of row content
     * @return how the row ends; without an outcome if it does not
     */
    Verdict doubted(Task task, String reason) {
        Past past = ledger.before().past(task.number());
        if (onUnknown.keeps() || !past.mayBeAsked()) {
            return Verdict.ended(Outcome.UNKNOWN, reason);
        }
        task.doubts = task.decided == null ? task.doubts + 1 : Math.max(1, task.doubts);
        task.startAnew();
        task.doubt = reason;
        task.decided = null;
        task.denials = 0;
        ledger.doubted(task.open(), new Past(reason, task.doubts, past.suspicion()));
        task.asking = onUnknown.probe() != null;
        task.resent = new PossibleEffect(reason);
        return task.asking ? Verdict.again(new Verdict.GoOn()) : again(task);
    }

    /**
     * The probe has answered.
     *
     * @param failed why it cannot be asked any more, null if it could
     * @return how the row ends; without an outcome if it does not
     */
    Verdict answered(Task task, Probe.Result result, @Nullable String failed) {
        if (result.answer() == Probe.Answer.TOOK_EFFECT) {
            return Verdict.ended(Outcome.DONE, null);
        }
        if (result.answer() == Probe.Answer.DID_NOT) {
            if (++task.denials > 1) {
                task.resent = PossibleEffect.NONE;
                return again(task);
            }
            task.notBefore = clock.instant().plus(SECOND_NO);
            return Verdict.again(new Verdict.GoOn());
        }
        return Verdict.ended(Outcome.UNKNOWN, task.doubt + "; " + (failed == null ? result.reason() : failed));
    }

    private Verdict again(Task task) {
        if (task.doubts >= MOST_RUNS) {
            return Verdict.ended(Outcome.UNKNOWN, task.doubt + " (run " + task.doubts + " times)");
        }
        task.asking = false;
        task.startAnew();
        task.open().doubted(false);
        return Verdict.again(new Verdict.GoOn());
    }
}
