package io.github.bactrian.imports;

/**
 * The rows that may be called: those up to a durable mark that runs ahead of the reader, so that no row waits for the disk.
 * How far ahead follows from how many rows are read between two commits, because after a loss of power all rows up to the
 * mark may have been called. Not thread-safe.
 */
final class Reservation {
    /** Reserved at least, so that a job begins at once to go faster. */
    static final int LEAST = 16;
    /** Reserved at most, however fast the rows are read. */
    static final int MOST = 2048;

    /** Half is used up before more are reserved, and the other half while that becomes durable; commits vary. */
    private static final int COMMITS = 4;

    /** What is reserved is what is read in 0.2 s; an eighth of it is enough for the reader to be woken seldom. */
    private static final int SOON = 8;

    private long high;
    private long writing;
    private long ahead = LEAST;
    private long readBefore;

    /**
     * Goes on where another process has come to.
     *
     * @param high rows up to here are reserved
     * @param read rows up to here were read
     */
    Reservation(long high, long read) {
        this.high = high;
        this.writing = high;
        this.readBefore = read;
    }

    /** How many rows are read in about 25 ms. */
    int soon() {
        return (int) (ahead / SOON);
    }

    /** Rows up to here may be called. */
    long high() {
        return high;
    }

    /** Whether a row may be called. */
    boolean covers(long row) {
        return row <= high;
    }

    /** Whether more rows should be reserved when the reader comes to this one, and nobody has begun to. */
    boolean isShortAt(long row) {
        return row > high - ahead / 2 && writing < row + ahead / 2;
    }

    /**
     * The mark once the transaction that is being written is durable. It may be lower than before: rows above it are given
     * back at once.
     */
    long extended(long read) {
        ahead = Math.min(MOST, Math.max(LEAST, Math.max(ahead / 2, COMMITS * (read - readBefore))));
        readBefore = read;
        writing = read + ahead;
        high = Math.min(high, writing);
        return writing;
    }

    /** The transaction is durable. */
    void committed() {
        high = writing;
    }
}
