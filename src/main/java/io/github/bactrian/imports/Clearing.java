package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of jobs that ended longer ago than {@code keep}. The ledger keeps the job itself with its counts and
 * the hash of its bytes, so that the same file is still recognised. Files of a job with unknown rows stay until these are
 * settled, however old they are.
 */
final class Clearing {
    private static final Logger LOG = LoggerFactory.getLogger(Clearing.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final ImportSettings settings;
    private final Ledger ledger;
    private final Backlog backlog;
    private Instant next = Instant.MIN;

    Clearing(ImportSettings settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        this.backlog = new Backlog(ledger);
    }

    void doDue() throws IOException {
        Instant now = ledger.clock().instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        for (JobTable.Entry old : backlog.endedBefore(settings.name(), now.minus(settings.keep()))) {
            clear(old.job());
            backlog.cleared(old.job());
            LOG.info(
                    "Import {}, job {}: its files are older than keep={} and were removed",
                    settings.name(),
                    old.job().id(),
                    TimeUtils.printDuration(settings.keep()));
        }
    }

    private static void clear(Job job) throws IOException {
        Path inbox = job.folders().inbox();
        for (String folder : List.of("done", "failed", "rejects")) {
            Path directory = inbox.resolve(folder);
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                FolderCustody.requireOwn(directory);
                try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, job.id() + "-*")) {
                    for (Path file : files) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }
}
