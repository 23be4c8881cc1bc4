package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of {@link CallMarks}, one for each taking of a job, beside the ledger. */
final class MarksFiles {
    private static final Logger LOG = LoggerFactory.getLogger(MarksFiles.class);

    private final Ledger ledger;

    MarksFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    /** New marks for the holder with this fence. */
    CallMarks create(Job job, long fence) throws IOException {
        return CallMarks.create(file(job, fence));
    }

    /** What the holder with this fence left behind, by row. */
    Map<Long, Integer> left(Job job, long fence) throws IOException {
        return CallMarks.left(file(job, fence));
    }

    private Path file(Job job, long fence) {
        return ledger.beside("marks-" + job.id() + "-" + fence);
    }

    /** Removes all marks of a job; what cannot be removed now is harmless, and is removed when its import starts again. */
    void discard(Job job) throws IOException {
        Path start = ledger.beside("marks-" + job.id());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Folders.of(start), start.getFileName() + "*")) {
            for (Path file : files) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // Windows does not delete a file that is still mapped
                    LOG.debug("{} is removed later: {}", file, e.toString());
                }
            }
        }
    }
}
