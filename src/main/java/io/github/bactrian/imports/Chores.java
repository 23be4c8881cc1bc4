package io.github.bactrian.imports;

import java.io.IOException;

/** What is left to do for jobs that have ended. */
final class Chores {
    private final ImportSettings settings;
    private final JobTable table;
    private final Settling settling;

    Chores(ImportSettings settings, Ledger ledger) {
        this.settings = settings;
        this.table = new JobTable(ledger);
        this.settling = new Settling(ledger);
    }

    void doDue() throws IOException {
        for (JobTable.Entry settled : table.toBeRefiled(settings.name())) {
            settling.refile(settled.job());
        }
    }
}
