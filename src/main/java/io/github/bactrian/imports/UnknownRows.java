package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.SourceRecord;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that unknown rows of one job are not sent again as rows of another one unless somebody says so. */
final class UnknownRows {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownRows.class);

    private final ImportSettings settings;
    private final JobTable table;
    private final ExceptionalRows exceptional;
    private final Settling settling;

    UnknownRows(ImportSettings settings, Ledger ledger) {
        this.settings = settings;
        this.table = new JobTable(ledger);
        this.exceptional = new ExceptionalRows(ledger);
        this.settling = new Settling(ledger);
    }

    /**
     * Why a file is not to be imported as it is; null if it may be. If somebody wants unknown rows in it to be sent again,
     * they are settled so.
     */
    @Nullable
    String refusal(Job job, Arrival arrival) throws IOException {
        JobTable.Entry parent = arrival == Arrival.RESENT ? null : parent(job);
        List<Long> unknown = parent == null ? List.of() : exceptional.unknown(parent.job());
        try {
            List<Long> again = parent == null || unknown.isEmpty() ? List.of() : in(job, parent, unknown);
            if (parent == null || again.isEmpty()) {
                return arrival == Arrival.RESEND
                        ? "--resend is for files from unknown/; this one holds no unknown rows of a job"
                        : null;
            }
            if (arrival == Arrival.RESEND) {
                settle(parent, job, unknown, again);
                return null;
            }
            return undecided(job, parent.job(), again.size()) + putBack(job, parent.job(), again.equals(unknown));
        } catch (NoSuchFileException e) {
            return "the file of job " + job.parent() + " is gone, so its unknown rows cannot be told from others ("
                    + e.getMessage() + "); settle them with --done";
        }
    }

    private static String undecided(Job job, Job parent, int rows) {
        return "it holds " + rows + (rows == 1 ? " row" : " rows") + " that job " + parent.id()
                + " sent without getting an answer, and that may have taken effect. Decide first: bactrian jobs settle "
                + parent.id() + " --probe | --done | --resend, or bactrian import " + job.importName()
                + " FILE --resend";
    }

    /** A file that was moved out of {@code unknown/} is needed there to settle its rows. */
    private static String putBack(Job job, Job parent, boolean whole) throws IOException {
        Folders folders = parent.folders();
        if (!whole || folders.unknownOf(parent).isPresent()) {
            return "";
        }
        Folders.move(job.work(), folders.unknown().resolve(job.file()));
        return ". It was put back into unknown/";
    }

    private void settle(JobTable.Entry parent, Job job, List<Long> unknown, List<Long> again) throws IOException {
        if (!again.equals(unknown)) {
            Set<Long> resent = new HashSet<>(again);
            List<Recovery.Ended> rest = exceptional.behind(parent.job(), 0, Integer.MAX_VALUE).stream()
                    .filter(row -> row.outcome() == Outcome.UNKNOWN && !resent.contains(row.row()))
                    .toList();
            OutcomeFile.write(input(parent), rest.iterator(), Map.of(Outcome.UNKNOWN, Settling.rest(parent.job())));
        }
        settling.settle(parent, new Settling.Decision(List.of(), again, unknown.size()), job);
    }

    private @Nullable RecordFile input(JobTable.Entry entry) throws IOException {
        Path file =
                entry.job().folders().after(entry.status()).resolve(entry.job().fileName());
        return RecordFile.open(file, entry.job().file(), settings.reading());
    }

    private JobTable.@Nullable Entry parent(Job job) throws LedgerException {
        Optional<JobTable.Entry> parent = job.parent() == null ? Optional.empty() : table.byId(job.parent());
        return parent.filter(entry -> entry.job().importName().equals(settings.name()))
                .orElse(null);
    }

    /** Those of a job's unknown rows that stand in a file. */
    private List<Long> in(Job job, JobTable.Entry parent, List<Long> unknown) throws IOException {
        Map<Long, Long> byRoot = byRoot(parent, unknown);
        Set<Long> found = new TreeSet<>();
        RecordFile file = openIfReadable(job);
        if (file != null) {
            try (Records records = file.records(file.start())) {
                for (SourceRecord record = records.next(); record != null; record = records.next()) {
                    Long row = byRoot.get(record.rootRow());
                    if (row != null) {
                        found.add(row);
                    }
                }
            } catch (UnreadableFileException e) {
                LOG.debug("{} cannot be read to its end: so far it is imported", job.work(), e);
            }
        }
        return List.copyOf(found);
    }

    /** Null if there is nothing to read, or it cannot be read: the import itself says why. */
    private @Nullable RecordFile openIfReadable(Job job) throws IOException {
        try {
            return RecordFile.open(job.work(), job.file(), settings.reading());
        } catch (UnreadableFileException e) {
            LOG.debug("{} cannot be read", job.work(), e);
            return null;
        }
    }

    /** Rows by their numbers in the file that was dropped first. */
    private Map<Long, Long> byRoot(JobTable.Entry entry, List<Long> rows) throws IOException {
        Map<Long, Long> byRoot = new HashMap<>();
        RecordFile input = entry.job().parent() == null ? null : input(entry);
        if (input == null) {
            rows.forEach(row -> byRoot.put(row, row));
            return byRoot;
        }
        try (Records records = input.records(input.start())) {
            for (long row : rows) {
                SourceRecord record = OutcomeFile.find(records, row);
                if (record != null) {
                    byRoot.put(record.rootRow(), row);
                }
            }
        }
        return byRoot;
    }
}
