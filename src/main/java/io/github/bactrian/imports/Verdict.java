package io.github.bactrian.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one run of a row.
 *
 * @param outcome how the row ended, null if it is to be run again
 * @param reason of a rejected or unknown row, not yet masked
 * @param job what it means for the job
 */
record Verdict(@Nullable Outcome outcome, @Nullable String reason, JobEffect job) {

    /** What a row's run means for the job. */
    sealed interface JobEffect {}

    /** Nothing. */
    record GoOn() implements JobEffect {}

    /**
     * The API refused the app itself, as it may refuse a single row: many in a row, or the first, stop the job.
     *
     * @param again whether the row may be run again once somebody has acted; false if an earlier call of it took effect
     */
    record Forbidden(String reason, boolean again) implements JobEffect {}

    /** The row is to be tried again while others go on. */
    record Repeat(String reason) implements JobEffect {}

    /**
     * No other row would fare better now.
     *
     * @param until null if nobody said
     */
    record Pause(String reason, @Nullable Instant until) implements JobEffect {}

    /** No other row would fare better before somebody acts. */
    record Stop(String reason) implements JobEffect {}

    static Verdict ended(Outcome outcome, @Nullable String reason) {
        return new Verdict(outcome, reason, new GoOn());
    }

    static Verdict again(JobEffect job) {
        return new Verdict(null, null, job);
    }
}
