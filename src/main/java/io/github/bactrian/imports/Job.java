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

    /** The same job, its rows run through routes with this hash from now on. */
    Job through(String newRouteHash) {
        return new Job(id, importName, file, work, sha256, bytes, parent, newRouteHash, started);
    }

    /** The folders of its import. */
    Folders folders() {
        return new Folders(Folders.of(Folders.of(work)));
    }

    /** The file's name in every folder: its own, cut if it is very long, behind the job's id, which keeps equal names apart. */
    String fileName() {
        return String.valueOf(work.getFileName());
    }
}
