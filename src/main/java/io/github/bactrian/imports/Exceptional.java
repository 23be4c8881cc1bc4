package io.github.bactrian.imports;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Pages through a job's rejected and unknown rows. */
final class Exceptional implements Iterator<Recovery.Ended> {
    private static final int PAGE = 1000;

    private final ExceptionalRows rows;
    private final Job job;
    private Iterator<Recovery.Ended> page = List.<Recovery.Ended>of().iterator();
    private long last;

    Exceptional(Ledger ledger, Job job) {
        this.rows = new ExceptionalRows(ledger);
        this.job = job;
    }

    @Override
    public boolean hasNext() {
        try {
            if (!page.hasNext()) {
                page = rows.behind(job, last, PAGE).iterator();
            }
            return page.hasNext();
        } catch (LedgerException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Recovery.Ended next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Recovery.Ended row = page.next();
        last = row.row();
        return row;
    }
}
