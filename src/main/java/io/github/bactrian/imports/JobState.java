package io.github.bactrian.imports;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as the ledger knows it at one moment. Holds no row content.
 *
 * @param receipt its receipt, or what would stand in it by now
 * @param percent how much of the file is read, 0 to 100
 * @param standing what can become of it next
 * @param waitsFor what has to happen before it goes on, or before it is settled, in one sentence; null if nothing has to
 * @param exceptions its first rejected and unknown rows, if one job was asked for; empty in a list of jobs
 */
public record JobState(
        @JsonUnwrapped Receipt receipt,
        int percent,
        JobStanding standing,
        @Nullable String waitsFor,
        List<RowEnd> exceptions) {

    /**
     * A row that did not come through.
     *
     * @param row its number in the job's file, from 1
     * @param outcome rejected or unknown
     * @param reason without row content
     */
    public record RowEnd(long row, String outcome, String reason) {}
}
