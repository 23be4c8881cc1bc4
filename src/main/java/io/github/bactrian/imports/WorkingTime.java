package io.github.bactrian.imports;

import java.util.concurrent.TimeUnit;

/** How long this process has worked on a job, told in parts as they become durable. Not thread-safe. */
final class WorkingTime {
    private final long since = System.nanoTime();
    private long recorded;
    private long writing;

    /** The milliseconds that are not durable yet, and will be with the transaction that is being written. */
    long unrecorded() {
        writing = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        return writing - recorded;
    }

    /** The transaction is durable. */
    void committed() {
        recorded = writing;
    }
}
