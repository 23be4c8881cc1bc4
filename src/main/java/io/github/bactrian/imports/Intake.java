package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files into the work folder, under the id of the job that they begin. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Pattern NAMED_BY_A_JOB = Pattern.compile("(\\d{8}T\\d{6}-[0-9a-z]{5})-(.+)");

    private final ImportSettings settings;
    private final JobTable table;
    private final Folders folders;
    private final Spool spool;
    private final Owner self = Owner.self();

    Intake(ImportSettings settings, JobTable table, Folders folders, Clock clock) {
        this.settings = settings;
        this.table = table;
        this.folders = folders;
        this.spool = new Spool(settings.name(), folders, table, clock);
    }

    /**
     * Moves dropped files into the work folder; their jobs are known before they move, so none can be lost between. The job of
     * one that cannot be moved is forgotten when it is taken up.
     *
     * @param failed gets those that cannot be moved
     */
    List<Job> take(List<Path> files, BiConsumer<Path, IOException> failed) throws IOException {
        FolderCustody.requireInbox(folders.inbox());
        Folders.ready(folders.work());
        List<Job> jobs = files.stream()
                .map(file -> spool.newJob(file.getFileName().toString()))
                .toList();
        table.insert(jobs, self, Arrival.DROPPED);
        for (int i = 0; i < jobs.size(); i++) {
            try {
                Folders.rename(files.get(i), jobs.get(i).work());
                restrict(jobs.get(i));
            } catch (IOException e) {
                failed.accept(files.get(i), e);
            }
        }
        Folders.force(folders.work());
        Folders.force(folders.inbox());
        return jobs;
    }

    private void restrict(Job job) {
        try {
            // another may have taken the file's name since it was looked at; what lies here stays what it is
            if (DroppedFile.objection(job.work()) == null) {
                OwnerOnly.restrict(job.work());
            }
        } catch (IOException e) {
            LOG.warn("Import {}: others may be able to read {}: {}", settings.name(), job.work(), e.toString());
        }
    }

    /** Copies a file into the work folder. */
    Job copy(Path file, Arrival arrival) throws IOException {
        try (InputStream in = DroppedFile.open(file)) {
            return spool.copy(in, file.getFileName().toString(), arrival);
        }
    }

    /**
     * Brings a job's file to its place, if that is left to do; a job whose file never came is forgotten.
     *
     * @return whether it is there
     */
    boolean arrive(Job job) throws IOException {
        boolean there = spool.arrive(job);
        if (!there) {
            table.delete(job);
        }
        return there;
    }

    /**
     * Fills in what is known only from the file itself.
     *
     * @throws UnreadableFileException if it is no file that was dropped, but a link or another name for one
     */
    Job identify(Job job, String routeHash) throws IOException {
        String objection = DroppedFile.objection(job.work());
        if (objection != null) {
            throw new UnreadableFileException("it is " + objection);
        }
        FileHash content = FileHash.of(job.work());
        return new Job(
                job.id(),
                job.importName(),
                job.file(),
                job.work(),
                content.sha256(),
                content.bytes(),
                parent(job.file()).map(entry -> entry.job().id()).orElse(null),
                routeHash,
                job.started());
    }

    private Optional<JobTable.Entry> parent(String file) throws LedgerException {
        Matcher name = NAMED_BY_A_JOB.matcher(file);
        return name.matches() ? table.byId(name.group(1)) : Optional.empty();
    }

    /** Says which files in the work folder no job knows: the ledger was lost, and they may have been imported in part. */
    void warnOfStrangers() throws IOException {
        try (var files = Files.newDirectoryStream(folders.work())) {
            for (Path file : files) {
                Matcher name = NAMED_BY_A_JOB.matcher(file.getFileName().toString());
                if (name.matches()
                        && !name.group(2).endsWith(ReceiptFile.ENDING)
                        && table.byId(name.group(1)).isEmpty()) {
                    LOG.error(
                            "Import {}: {} belongs to no job in the ledger, which was lost or replaced; some of its rows may"
                                    + " have been sent. It is left alone. To import all of it, move it back to {}",
                            settings.name(),
                            file,
                            settings.directory());
                }
            }
        }
    }
}
