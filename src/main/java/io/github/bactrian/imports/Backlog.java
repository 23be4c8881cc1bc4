package io.github.bactrian.imports;

import java.time.Instant;
import java.util.List;

/**
 * What is still to be done for jobs that have ended. Each method is one transaction, durable when it returns. Conditions repeat
 * those of their indexes, without which SQLite does not take them.
 */
final class Backlog {
    private final Ledger ledger;
    private final JobTable jobs;

    Backlog(Ledger ledger) {
        this.ledger = ledger;
        this.jobs = new JobTable(ledger);
    }

    /** The import's jobs that were settled, and whose files do not agree yet. */
    List<JobTable.Entry> toBeRefiled(String importName) throws LedgerException {
        return jobs.find("import = ? AND refile > 0 AND refile = 1", importName);
    }

    /** The files of a job that was settled agree with the ledger. */
    void refiled(Job job) throws LedgerException {
        ledger.update("UPDATE job SET refile = 0 WHERE id = ?", job.id());
    }

    /** The import's jobs whose unknown rows are to be probed. */
    List<JobTable.Entry> toBeProbed(String importName) throws LedgerException {
        return jobs.find("import = ? AND refile > 0 AND refile = 2", importName);
    }

    /** Asks for the unknown rows of a job to be probed. */
    void askToProbe(Job job) throws LedgerException {
        ledger.update("UPDATE job SET refile = 2 WHERE id = ? AND refile = 0", job.id());
    }

    /** The import's jobs whose ending nobody was told of yet, oldest first. */
    List<JobTable.Entry> untold(String importName) throws LedgerException {
        return jobs.find(
                "import = ? AND untold = 'end' AND status NOT IN ('claimed', 'running', 'ending') ORDER BY finished",
                importName);
    }

    /** Somebody was told of a job's ending, or nobody can be. */
    void told(Job job) throws LedgerException {
        ledger.update("UPDATE job SET untold = NULL WHERE id = ?", job.id());
    }

    /** Nobody is to be told of endings. */
    void toldAll(String importName) throws LedgerException {
        ledger.update("UPDATE job SET untold = NULL WHERE import = ? AND untold IS NOT NULL", importName);
    }

    /** The import's jobs that ended before a moment and have no unknown rows; their files are still there. */
    List<JobTable.Entry> endedBefore(String importName, Instant moment) throws LedgerException {
        return jobs.find(
                "import = ? AND finished < ? AND cleared = 0 AND unknown = 0"
                        + " AND status NOT IN ('claimed', 'running', 'ending', 'stopped')",
                importName,
                moment.toEpochMilli());
    }

    /** A job's files are removed; what is known of single rows goes with them. */
    void cleared(Job job) throws LedgerException {
        ledger.ask(connection -> Sql.update(connection, "DELETE FROM exc WHERE job = ?", job.id())
                + Sql.update(connection, "UPDATE job SET cleared = 1 WHERE id = ?", job.id()));
    }
}
