package io.github.bactrian.imports;

/** How many rows were read and how each ended; {@code read = done + rejected + skipped + unknown} once a job has ended. */
public record RowCounts(long read, long done, long rejected, long skipped, long unknown) {

    /** How many rows have an outcome. */
    public long ended() {
        return done + rejected + skipped + unknown;
    }
}
