package io.github.bactrian.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles unknown rows. The decision is one transaction: either all of it is known, with the job that sends rows again, or
 * nothing is. The files follow; a process killed before they have leaves a note that they are still to follow.
 */
final class Settling {
    /** Begins the reason of rows that stood behind an unknown one. */
    private static final String BEHIND = "not sent, because an earlier row with the same key ended unknown%";

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final Ledger ledger;
    private final JobTable table;
    private final JobStates states;

    Settling(Ledger ledger) {
        this.ledger = ledger;
        this.table = new JobTable(ledger);
        this.states = new JobStates(ledger);
    }

    /** Settles all unknown rows of a job in the same way, which is not {@link Settlement#PROBE}. */
    Settled all(JobTable.Entry entry, Settlement how) throws IOException {
        Job job = entry.job();
        long unknown = states.receipt(job.id()).rows().unknown();
        List<Long> rows = new ExceptionalRows(ledger).unknown(job);
        if (how == Settlement.DONE) {
            return settle(entry, new Decision(rows, List.of(), unknown), null);
        }
        Path file = job.folders()
                .unknownOf(job)
                .orElseThrow(() -> new IOException("Job " + job.id() + ": its file in "
                        + job.folders().unknown()
                        + " is gone, so its rows cannot be sent again; put it back, or decide with --done"));
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return resend(
                    entry,
                    new Decision(List.of(), rows, unknown),
                    in,
                    file.getFileName().toString());
        }
    }

    /**
     * What becomes of unknown rows; those that are in neither list stay unknown.
     *
     * @param before how many there were
     */
    record Decision(List<Long> done, List<Long> resent, long before) {
        long left() {
            return before - done.size() - resent.size();
        }
    }

    /**
     * @param in the rows to be sent again, in the form of a file for the same import
     * @param name of that file
     */
    Settled resend(JobTable.Entry entry, Decision decision, InputStream in, String name) throws IOException {
        Job job = entry.job();
        Spool spool = new Spool(job.importName(), job.folders(), table, ledger.clock());
        Job child = spool.aside(in, name);
        Settled settled;
        try {
            settled = settle(entry, decision, child);
        } catch (IOException | RuntimeException e) {
            if (table.byId(child.id()).isEmpty()) {
                spool.discard(child);
            }
            throw e;
        }
        spool.arrive(child);
        return settled;
    }

    Settled settle(JobTable.Entry entry, Decision decision, @Nullable Job child) throws IOException {
        Job job = entry.job();
        if (!ledger.ask(connection -> record(connection, entry, decision, child))) {
            throw new IllegalStateException("Somebody else settled job " + job.id() + " meanwhile; look at it again");
        }
        refile(job);
        return new Settled(
                states.one(job.id()),
                decision.done().size(),
                decision.resent().size(),
                child == null ? null : child.id(),
                new ExceptionalRows(ledger).count(job, BEHIND));
    }

    /** False, and nothing is changed, if its unknown rows are not what they were. */
    private boolean record(Connection connection, JobTable.Entry entry, Decision decision, @Nullable Job child)
            throws SQLException {
        String id = entry.job().id();
        Receipt before = states.receipt(connection, id);
        if (before.rows().unknown() != decision.before()) {
            return false;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM exc WHERE job = ? AND row = ?")) {
            for (List<Long> rows : List.of(decision.done(), decision.resent())) {
                for (long row : rows) {
                    Sql.bind(delete, id, row);
                    delete.addBatch();
                }
            }
            delete.executeBatch();
        }
        if (child != null) {
            record(connection, child);
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE job SET done = done + ?, skipped = skipped + ?, unknown = ?, status = ?, reason = ?, refile = 1"
                        + " WHERE id = ?")) {
            Sql.bind(
                    update,
                    decision.done().size(),
                    decision.resent().size(),
                    decision.left(),
                    status(entry.status(), decision.left(), before.rows().rejected())
                            .word(),
                    reason(before.reason(), decision, child),
                    id);
            return update.executeUpdate() == 1;
        }
    }

    /** The job that sends rows again may be there already, if its file was handed in. */
    private void record(Connection connection, Job child) throws SQLException {
        String resent = Arrival.RESENT.word();
        if (Sql.update(connection, "UPDATE job SET arrival = ? WHERE id = ?", resent, child.id()) == 0) {
            table.insert(connection, child, Owner.self(), Arrival.RESENT);
        }
    }

    private static Status status(Status before, long unknown, long rejected) {
        if (before != Status.DONE_WITH_UNKNOWN || unknown > 0) {
            return before;
        }
        return rejected > 0 ? Status.DONE_WITH_REJECTS : Status.DONE;
    }

    /** {@code 1 unknown row}. */
    static String unknownRows(long count) {
        return count + (count == 1 ? " unknown row" : " unknown rows");
    }

    private static String reason(@Nullable String before, Decision decision, @Nullable Job child) {
        List<String> reasons = new ArrayList<>();
        if (before != null && !before.isEmpty()) {
            reasons.add(before);
        }
        int done = decision.done().size();
        if (done > 0) {
            reasons.add(unknownRows(done) + " settled as done");
        }
        if (child != null) {
            reasons.add(unknownRows(decision.resent().size()) + " sent again by job " + child.id());
        }
        return String.join("; ", reasons);
    }

    /** Brings receipt and unknown file in line with the ledger; may be repeated. */
    void refile(Job job) throws IOException {
        Receipt receipt = states.receipt(job.id());
        Folders folders = job.folders();
        Optional<Path> unknown = folders.unknownOf(job);
        Path rest = rest(job);
        if (receipt.rows().unknown() == 0) {
            Files.deleteIfExists(unknown.orElse(rest));
        } else if (Files.exists(rest) && unknown.isPresent()) {
            moveUnlessMoved(rest, unknown.get());
        }
        Files.deleteIfExists(rest);
        ReceiptFile.write(receipt, folders.after(Status.of(receipt.status())).resolve(job.fileName()));
        new Backlog(ledger).refiled(job);
    }

    /** The process that works for the import may do the same at this moment. */
    private static void moveUnlessMoved(Path rest, Path unknown) throws IOException {
        try {
            Folders.move(rest, unknown);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was moved by another process", rest, e);
        }
    }

    /** Where the rows that stay unknown are written before the decision is made. */
    static Path rest(Job job) {
        return job.folders().work().resolve("." + job.fileName() + ".rest");
    }
}
