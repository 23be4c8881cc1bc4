package io.github.bactrian.imports;

/** What operators ask of jobs that have not ended. Each method is one transaction, durable when it returns. */
final class Orders {
    private final Ledger ledger;

    Orders(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A job is to be paused or stopped. */
    void hold(Job job, Hold hold) throws LedgerException {
        ledger.update("UPDATE job SET hold = ? WHERE id = ?", hold.word(), job.id());
    }

    /** A stopped job does not go on by itself. */
    void keepStopped(Job job) throws LedgerException {
        ledger.update("UPDATE job SET by_decision = 1 WHERE id = ? AND status = 'stopped'", job.id());
    }

    /** A job goes on; one whose content was never read begins. */
    void resume(Job job, boolean acceptChange) throws LedgerException {
        ledger.update(
                "UPDATE job SET hold = NULL, reason = NULL, by_decision = 0,"
                        + " route_hash = CASE WHEN ? THEN '' ELSE route_hash END,"
                        + " status = CASE WHEN status <> 'stopped' THEN status WHEN sha256 = '' THEN 'claimed' ELSE 'running' END"
                        + " WHERE id = ?",
                acceptChange,
                job.id());
    }

    /** The jobs of an import that are at work go on though their routes were changed. */
    void acceptChange(String importName) throws LedgerException {
        ledger.update("UPDATE job SET route_hash = '' WHERE import = ? AND status = 'running'", importName);
    }

    /** Whether a job goes on though its route was changed. */
    boolean isChangeAccepted(Job job) throws LedgerException {
        return new JobTable(ledger)
                .byId(job.id())
                .map(entry -> entry.job().routeHash().isEmpty())
                .orElse(false);
    }
}
