package io.github.bactrian.imports;

import io.github.bactrian.imports.RowCalls.Made;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may have come of a row's calls that must not be repeated: nothing, or an effect that a repetition would have once more.
 * All that decides about rows obeys one rule:
 *
 * <blockquote>No call that must not be repeated is sent again, unless it was refused unprocessed (401, 408, 425, 429, 503 with
 * {@code Retry-After}, not connected), or its row was {@code unknown} and the operator, the probe or {@code onUnknown} has
 * decided. No reject file holds a row with a call that must not be repeated and may have taken effect, unless the route
 * itself said {@code rejected}.</blockquote>
 *
 * <p>Such a row ends {@code unknown}, and its reason lists its calls and their answers. Calls that may be repeated do not count:
 * {@code GET}, {@code HEAD}, {@code PUT}, {@code DELETE}, and whatever carries an {@code Idempotency-Key}.
 *
 * @param account of the calls, and what came back; null if none may have taken effect
 */
record PossibleEffect(@Nullable String account) {
    static final PossibleEffect NONE = new PossibleEffect(null);

    /** Returns what may have come of calls that are over. */
    static PossibleEffect of(List<Made> calls) {
        return calls.stream().anyMatch(Made::mayHaveActed)
                ? new PossibleEffect(calls.stream().map(Made::toString).collect(Collectors.joining(", ")))
                : NONE;
    }

    /** Returns what may have come of the calls of a row that was running, or had just ended, when its process died. */
    static PossibleEffect ofMarks(int marks) {
        if ((marks & CallMarks.ENDED) != 0) {
            return new PossibleEffect(
                    CallMarks.outcome(marks) == Outcome.UNKNOWN
                            ? "the row ended unknown, and the process was killed before more was recorded"
                            : null);
        }
        if ((marks & CallMarks.UNSAFE_ON_WIRE) != 0) {
            return new PossibleEffect("a call was sent, and the process was killed before the answer came");
        }
        return new PossibleEffect(
                (marks & CallMarks.ACTED) != 0
                        ? "a call was answered, and the process was killed before the route had completed"
                        : null);
    }

    boolean exists() {
        return account != null;
    }

    /** Returns how a row ends that did not come through and is not run again. */
    Outcome ofFailure() {
        return exists() ? Outcome.UNKNOWN : Outcome.REJECTED;
    }

    /**
     * Returns what the rule leaves of a verdict: the row is not run again, and ends in no reject file.
     *
     * @param cause why the row failed, beyond what its calls were answered; may be empty
     */
    Verdict bind(Verdict verdict, String cause) {
        boolean allowed = verdict.outcome() != null && (verdict.outcome() != Outcome.REJECTED || verdict.byRoute());
        if (!exists() || allowed) {
            return verdict;
        }
        String why = "not completed, and a call may have taken effect, so the row is not run again: " + account;
        return new Verdict(
                Outcome.UNKNOWN,
                cause.isEmpty() ? why : why + "; " + cause,
                verdict.job().forEndedRow());
    }

    /** Returns what the rule leaves of a verdict on a row that was sent again because {@code onUnknown} has so decided. */
    Verdict bindResent(Verdict verdict) {
        return verdict.outcome() == Outcome.REJECTED ? bind(verdict, "sent again: " + verdict.reason()) : verdict;
    }
}
