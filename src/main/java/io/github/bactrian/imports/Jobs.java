package io.github.bactrian.imports;

import io.github.bactrian.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The jobs of a ledger as operators see and steer them. What is asked here is written into the ledger; the process that
 * works on the job, this one or another, sees it within a second.
 */
final class Jobs {
    private static final int FIRST_ROWS = 10;

    private final Ledger ledger;
    private final JobTable table;
    private final Orders orders;
    private final JobStates states;
    private final ExceptionalRows exceptional;
    private final Settling settling;

    Jobs(Ledger ledger) {
        this.ledger = ledger;
        this.table = new JobTable(ledger);
        this.orders = new Orders(ledger);
        this.states = new JobStates(ledger);
        this.exceptional = new ExceptionalRows(ledger);
        this.settling = new Settling(ledger);
    }

    /** All jobs, newest first. */
    List<JobState> all() throws LedgerException {
        return states.all();
    }

    /** All inboxes, with what was last said of them. */
    List<InboxState> inboxes() throws LedgerException {
        return new ImportTable(ledger).inboxes();
    }

    /** Hands a copy of a file to the process that works for an import; returns the id of its job. */
    String handOver(String importName, Path file, Again again) throws IOException {
        Path directory = new ImportTable(ledger)
                .directoryOf(importName)
                .orElseThrow(() ->
                        new IllegalArgumentException("No process with this ledger consumes from import:" + importName));
        Spool spool = new Spool(importName, new Folders(directory), table, ledger.clock());
        try (InputStream in = DroppedFile.open(file)) {
            Job job = spool.copy(in, String.valueOf(file.getFileName()), again.arrival());
            table.offer(job);
            return job.id();
        }
    }

    /** The job of an id, or of a part that no other id has, with its first rejected and unknown rows. */
    JobState state(String part) throws LedgerException {
        return withRows(find(part).job());
    }

    private JobState withRows(Job job) throws LedgerException {
        JobState state = states.one(job.id());
        List<JobState.RowEnd> rows = exceptional.behind(job, 0, FIRST_ROWS).stream()
                .map(row -> new JobState.RowEnd(row.row(), row.outcome().word(), row.reason()))
                .toList();
        return new JobState(state.receipt(), state.percent(), state.standing(), state.waitsFor(), rows);
    }

    /** @throws IllegalArgumentException if no job has this part in its id, or several have */
    JobTable.Entry find(String part) throws LedgerException {
        List<String> ids = ids();
        List<String> found = ids.contains(part)
                ? List.of(part)
                : ids.stream().filter(id -> id.contains(part)).toList();
        if (part.isBlank() || found.isEmpty()) {
            String known = ids.isEmpty() ? "; the ledger knows no job yet" : near(part, ids);
            throw new IllegalArgumentException("There is no job '" + part + "'" + known);
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("'" + part + "' may be any of " + found.size() + " jobs: "
                    + String.join(", ", found.subList(0, Math.min(5, found.size())))
                    + (found.size() > 5 ? ", …" : "") + "; give more of its id");
        }
        return table.byId(found.get(0)).orElseThrow();
    }

    /** Newest first. */
    private List<String> ids() throws LedgerException {
        return ledger.ask(connection ->
                Sql.select(connection, row -> row.getString(1), "SELECT id FROM job ORDER BY started DESC, id DESC"));
    }

    private static String near(String part, List<String> ids) {
        // people type the last five letters, which differ
        Optional<String> byEnd =
                NearestName.of(part, ids.stream().map(Jobs::end).toList());
        return byEnd.flatMap(end -> ids.stream().filter(id -> id.endsWith(end)).findFirst())
                .map(id -> "; did you mean '" + id + "'?")
                .orElseGet(() -> NearestName.of(part, ids)
                        .map(id -> "; did you mean '" + id + "'?")
                        .orElse("; the newest is " + ids.get(0)));
    }

    private static String end(String id) {
        return id.substring(id.indexOf('-') + 1);
    }

    /** Holds a job, and those behind it, when its rows in flight have ended; it stays so over restarts. */
    JobState pause(String part) throws LedgerException {
        JobTable.Entry entry = unfinished(part);
        if (entry.status() == Status.STOPPED) {
            throw new IllegalStateException("Job " + entry.job().id() + " is stopped already; 'bactrian jobs resume "
                    + entry.job().id() + "' lets it go on");
        }
        orders.hold(entry.job(), Hold.PAUSE);
        return withRows(entry.job());
    }

    /** Stops a job when its rows in flight have ended; its position is kept, and other files go on. */
    JobState stop(String part) throws IOException {
        JobTable.Entry entry = unfinished(part);
        Job job = entry.job();
        if (entry.status() == Status.STOPPED) {
            orders.keepStopped(job);
            return withRows(job);
        }
        orders.hold(job, Hold.STOP);
        if (!states.isWorkedOn(job)) {
            new Ending(ledger, job.folders()).putAside(job, entry.fence(), JobRunner.BY_AN_OPERATOR);
        }
        return withRows(job);
    }

    /**
     * Lets a paused or stopped job go on.
     *
     * @param acceptChange whether it may go on though its route was changed
     */
    JobState resume(String part, boolean acceptChange) throws LedgerException {
        JobTable.Entry entry = unfinished(part);
        Job job = entry.job();
        if (entry.hold() == null && entry.status() != Status.STOPPED && !acceptChange) {
            throw new IllegalStateException("Job " + job.id() + " is neither paused nor stopped");
        }
        if (!acceptChange && states.isRouteChanged(job)) {
            throw new IllegalStateException("Job " + job.id() + ": " + JobRun.ROUTE_CHANGED + " " + job.id());
        }
        orders.resume(job, acceptChange);
        return withRows(job);
    }

    private JobTable.Entry unfinished(String part) throws LedgerException {
        JobTable.Entry entry = find(part);
        if (entry.status().isFinal() || entry.status() == Status.ENDING) {
            throw new IllegalStateException("Job " + entry.job().id() + " " + ended(entry.status())
                    + "; there is nothing to pause, resume or stop");
        }
        return entry;
    }

    private static String ended(Status status) {
        return status == Status.ENDING ? "has no rows left and is ending" : "has ended " + status.word();
    }

    /** Settles a job's unknown rows; those to be probed are probed by the process that works for the import. */
    Settled settle(String part, Settlement how) throws IOException {
        JobTable.Entry entry = settleable(part);
        if (how == Settlement.PROBE) {
            new Backlog(ledger).askToProbe(entry.job());
            return new Settled(withRows(entry.job()), 0, 0, null, 0);
        }
        return settling.all(entry, how);
    }

    /** @throws IllegalStateException if the job has not ended, or has no unknown rows */
    JobTable.Entry settleable(String part) throws LedgerException {
        JobTable.Entry entry = find(part);
        String id = entry.job().id();
        if (!entry.status().isFinal()) {
            throw new IllegalStateException("Job " + id
                    + " has not ended, so more of its rows may become unknown; settle them when it has ended");
        }
        if (states.receipt(id).rows().unknown() == 0) {
            throw new IllegalStateException("Job " + id + " has no unknown rows; there is nothing to settle");
        }
        return entry;
    }
}
