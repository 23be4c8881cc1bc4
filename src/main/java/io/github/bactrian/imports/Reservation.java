package io.github.bactrian.imports;

/** The rows that may be called: those up to a durable mark that runs ahead of the reader, so that no row waits for the disk. Not thread-safe. */
final class Reservation {
    private static final int AHEAD = 64;

    private long high;
    private long writing;

    /** @param high rows up to here are reserved */
    Reservation(long high) {
        this.high = high;
        this.writing = high;
    }

    /** Whether a row may be called. */
    boolean covers(long row) {
        return row <= high;
    }

    /** Whether more rows should be reserved when the reader comes to this one, and nobody has begun to. */
    boolean isShortAt(long row) {
        return row > high - AHEAD / 2 && writing < row + AHEAD / 2;
    }

    /** The mark once the transaction that is being written is durable. */
    long extended(long read) {
        writing = Math.max(high, read + AHEAD);
        return writing;
    }

    /** The transaction is durable. */
    void committed() {
        high = writing;
    }
}
