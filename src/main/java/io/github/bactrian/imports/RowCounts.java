package io.github.bactrian.imports;

/** How many rows were read and how each ended; {@code read = done + rejected + skipped + unknown} once a job has ended. */
public record RowCounts(long read, long done, long rejected, long skipped, long unknown) {

    /** How many rows have an outcome. */
    public long ended() {
        return done + rejected + skipped + unknown;
    }

    /** The same after a row has been read. */
    RowCounts read(long row) {
        return new RowCounts(Math.max(read, row), done, rejected, skipped, unknown);
    }

    /** The same after a row has ended. */
    RowCounts plus(Outcome outcome) {
        return switch (outcome) {
            case DONE -> new RowCounts(read, done + 1, rejected, skipped, unknown);
            case REJECTED -> new RowCounts(read, done, rejected + 1, skipped, unknown);
            case SKIPPED -> new RowCounts(read, done, rejected, skipped + 1, unknown);
            case UNKNOWN -> new RowCounts(read, done, rejected, skipped, unknown + 1);
        };
    }
}
