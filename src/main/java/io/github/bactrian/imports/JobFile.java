package io.github.bactrian.imports;

import io.github.bactrian.NearestName;
import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file of a job while it is imported: it must stay as it was, and have the columns that the import needs. */
final class JobFile {
    static final String CHANGED = "the file was changed while it was being imported";

    private JobFile() {}

    /**
     * Opens a job's file.
     *
     * @param justRead whether all of it has just been read, so that it need not be read again to know that it is the same
     * @return null if it holds no rows
     * @throws IOException if it cannot be imported; {@link #fault} says why
     */
    static @Nullable RecordFile open(Job job, ImportSettings settings, boolean justRead) throws IOException {
        require(Files.size(job.work()) == job.bytes() && (justRead || isUnchanged(job)));
        RecordFile input = RecordFile.open(job.work(), job.file(), settings.reading());
        // which counts on the size that it found itself
        require(Files.size(job.work()) == job.bytes());
        if (input != null) {
            requireColumns(input, settings);
        }
        return input;
    }

    private static void require(boolean unchanged) throws UnreadableFileException {
        if (!unchanged) {
            throw new UnreadableFileException(CHANGED);
        }
    }

    /** Why a file could not be opened. */
    static String fault(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "the file is gone from the work folder";
        }
        return e instanceof UnreadableFileException ? String.valueOf(e.getMessage()) : "the file cannot be read: " + e;
    }

    /** Whether it still is what it was when the job began; neither size nor time can tell. */
    static boolean isUnchanged(Job job) throws IOException {
        return Files.exists(job.work())
                && Files.size(job.work()) == job.bytes()
                && FileHash.of(job.work()).sha256().equals(job.sha256());
    }

    /** @throws UnreadableFileException if a column is missing that the import's parameters name */
    static void requireColumns(RecordFile input, ImportSettings settings) throws UnreadableFileException {
        Set<String> needed = new HashSet<>(settings.secretFields());
        needed.addAll(settings.key());
        for (String column : input.columns().isEmpty() ? Set.<String>of() : needed) {
            if (!input.columns().contains(column)) {
                throw new UnreadableFileException("the header has no column '" + column + "', which import:"
                        + settings.name() + " names in " + (settings.key().contains(column) ? "key" : "secretFields")
                        + NearestName.didYouMean(column, input.columns())
                        + ". The first line after skipLines has to be the header, which names the columns");
            }
        }
    }
}
