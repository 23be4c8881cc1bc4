package io.github.bactrian.imports;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed about a job when it begins.
 *
 * @param file the name it was dropped under
 * @param work where the file lies while the job lasts
 */
record Job(
        String id,
        String importName,
        String file,
        Path work,
        String sha256,
        long bytes,
        @Nullable String parent,
        String routeHash,
        Instant started) {

    /** The file's name in every folder: its own, cut if it is very long, behind the job's id, which keeps equal names apart. */
    String fileName() {
        return String.valueOf(work.getFileName());
    }
}
