package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of {@link CallMarks}, one for each taking of a job. Their names say whose they are, and cannot be guessed. */
final class MarksFiles {
    private static final Logger LOG = LoggerFactory.getLogger(MarksFiles.class);
    private static final int NAME = 36;

    private final @Nullable Path directory;
    private final String prefix;

    MarksFiles(Ledger ledger) {
        this.directory = ledger.marksDirectory();
        this.prefix =
                "bactrian-" + UUID.nameUUIDFromBytes(ledger.file().toString().getBytes(StandardCharsets.UTF_8)) + "-";
    }

    /** New marks for whoever is about to take a job. */
    CallMarks create(Job job) throws IOException {
        UUID name = UUID.randomUUID();
        return directory == null
                ? CallMarks.unkept()
                : CallMarks.create(directory.resolve(prefix + job.id() + "-" + name), name);
    }

    /**
     * What the last holder of a job left behind; empty if nothing proves that it is all.
     *
     * @param file as the ledger names it
     */
    static Optional<MarksLeft> left(@Nullable String file) {
        if (file == null || !MarksDirectory.isInMemory(Folders.of(Path.of(file)))) {
            return Optional.empty();
        }
        try {
            return CallMarks.left(Path.of(file), UUID.fromString(file.substring(file.length() - NAME)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The marks {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Removes a file of marks; what cannot be removed is harmless. */
    static void remove(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString());
        }
    }

    /** Removes all marks of a job. */
    void discard(Job job) throws IOException {
        discard(job, null);
    }

    /** Removes the marks of earlier holders of a job. */
    void discardAllBut(CallMarks present, Job job) throws IOException {
        discard(job, present.file());
    }

    private void discard(Job job, @Nullable Path kept) throws IOException {
        if (directory == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, prefix + job.id() + "-*")) {
            for (Path file : files) {
                if (!file.equals(kept)) {
                    remove(file);
                }
            }
        }
    }
}
