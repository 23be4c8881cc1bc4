package io.github.bactrian.imports;

import java.io.IOException;

/** What is left to do for jobs that have ended. */
final class Chores {
    private final ImportSettings settings;
    private final Backlog backlog;
    private final Settling settling;
    private final Clearing clearing;
    private final Probing probing;

    Chores(ImportSettings settings, Ledger ledger, Probing probing) {
        this.settings = settings;
        this.backlog = new Backlog(ledger);
        this.settling = new Settling(ledger);
        this.probing = probing;
        this.clearing = new Clearing(settings, ledger);
    }

    void doDue() throws IOException {
        for (JobTable.Entry settled : backlog.toBeRefiled(settings.name())) {
            settling.refile(settled.job());
        }
        probing.probe(backlog.toBeProbed(settings.name()));
        clearing.doDue();
    }
}
