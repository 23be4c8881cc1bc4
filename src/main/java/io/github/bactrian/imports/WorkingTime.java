package io.github.bactrian.imports;

import java.util.concurrent.TimeUnit;

/** Measures how long this process works on a job. */
final class WorkingTime {
    private final Ledger ledger;
    private final Job job;
    private final long since = System.nanoTime();

    WorkingTime(Ledger ledger, Job job) {
        this.ledger = ledger;
        this.job = job;
    }

    /** To be called once, when the job is put down or ends. */
    void add() throws LedgerException {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        ledger.update("UPDATE job SET worked_ms = worked_ms + ? WHERE id = ?", millis, job.id());
    }
}
