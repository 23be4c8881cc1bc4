package io.github.bactrian.imports;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one run of a row.
 *
 * @param outcome how the row ended, null if it is to be run again
 * @param reason of a rejected or unknown row, not yet masked
 * @param job what it means for the job
 * @param byRoute whether the route itself said that the row is rejected
 */
record Verdict(@Nullable Outcome outcome, @Nullable String reason, JobEffect job, boolean byRoute) {

    Verdict(@Nullable Outcome outcome, @Nullable String reason, JobEffect job) {
        this(outcome, reason, job, false);
    }

    /** What a row's run means for the job. */
    sealed interface JobEffect {
        /** The same with other words. */
        JobEffect reworded(UnaryOperator<String> words);

        /** The same, if the row is not run again. */
        default JobEffect forEndedRow() {
            return this;
        }
    }

    /** Nothing. */
    record GoOn() implements JobEffect {
        @Override
        public JobEffect reworded(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * The API refused the app itself, as it may refuse a single row: many in a row, or the first, stop the job.
     *
     * @param again whether the row may be run again once somebody has acted; false if an earlier call of it took effect
     */
    record Forbidden(String reason, boolean again) implements JobEffect {
        @Override
        public JobEffect reworded(UnaryOperator<String> words) {
            return new Forbidden(words.apply(reason), again);
        }

        @Override
        public JobEffect forEndedRow() {
            return new Forbidden(reason, false);
        }
    }

    /**
     * The row is to be tried again while others go on.
     *
     * @param attempts how often it was tried this time: calls that the API failed, or 1 if it said so of the row
     * @param notBefore null if nobody said
     */
    record Repeat(String reason, int attempts, @Nullable Instant notBefore) implements JobEffect {
        @Override
        public JobEffect reworded(UnaryOperator<String> words) {
            return new Repeat(words.apply(reason), attempts, notBefore);
        }

        @Override
        public JobEffect forEndedRow() {
            return new GoOn();
        }
    }

    /** The process ran out of memory: the row is to be tried again with no other beside it. */
    record Alone(String reason) implements JobEffect {
        @Override
        public JobEffect reworded(UnaryOperator<String> words) {
            return new Alone(words.apply(reason));
        }

        @Override
        public JobEffect forEndedRow() {
            return new GoOn();
        }
    }

    /**
     * No other row would fare better now.
     *
     * @param until null if nobody said
     */
    record Pause(String reason, @Nullable Instant until) implements JobEffect {
        @Override
        public JobEffect reworded(UnaryOperator<String> words) {
            return new Pause(words.apply(reason), until);
        }
    }

    /** No other row would fare better before somebody acts. */
    record Stop(String reason) implements JobEffect {
        @Override
        public JobEffect reworded(UnaryOperator<String> words) {
            return new Stop(words.apply(reason));
        }
    }

    /** The same with other words. */
    Verdict reworded(UnaryOperator<String> words) {
        return new Verdict(outcome, reason == null ? null : words.apply(reason), job.reworded(words), byRoute);
    }

    static Verdict ended(Outcome outcome, @Nullable String reason) {
        return new Verdict(outcome, reason, new GoOn());
    }

    /** The route itself said how the row ended. */
    static Verdict said(Outcome outcome, String reason) {
        return new Verdict(outcome, reason, new GoOn(), outcome == Outcome.REJECTED);
    }

    static Verdict again(JobEffect job) {
        return new Verdict(null, null, job);
    }
}
