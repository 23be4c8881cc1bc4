package io.github.bactrian.imports;

import org.jspecify.annotations.Nullable;

/**
 * What came of settling a job's unknown rows.
 *
 * @param job as it stands now
 * @param done rows that count as done now
 * @param resent rows that are sent again; they count as skipped in this job
 * @param child the job that sends them, null if there are none
 * @param behind rejected rows of this job that were never sent, because they stood behind an unknown one with the same key;
 *     they lie in {@code rejects/}, ready to be dropped
 */
public record Settled(
        JobState job, long done, long resent, @Nullable String child, long behind) {}
