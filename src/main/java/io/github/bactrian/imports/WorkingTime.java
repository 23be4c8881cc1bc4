package io.github.bactrian.imports;

import java.util.concurrent.TimeUnit;

/** Measures how long this process works on a job. */
final class WorkingTime {
    private final JobTable table;
    private final Job job;
    private final long since = System.nanoTime();

    WorkingTime(JobTable table, Job job) {
        this.table = table;
        this.job = job;
    }

    /** To be called once, when the job is put down or ends. */
    void add() throws LedgerException {
        table.addWorked(job, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    }
}
