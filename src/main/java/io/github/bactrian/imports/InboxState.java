package io.github.bactrian.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbox and what lies in it that no job has taken yet.
 *
 * @param importName the import that takes its files
 * @param directory where it is
 * @param files how many lie there
 * @param oldest when the first of them came; null if none lies there
 * @param waiting those that came first, oldest first, at most 20
 */
public record InboxState(
        String importName,
        String directory,
        int files,
        @Nullable Instant oldest,
        List<WaitingFile> waiting) {

    /** One in which nothing lies, as far as anybody knows. */
    static InboxState empty(String importName, String directory) {
        return new InboxState(importName, directory, 0, null, List.of());
    }
}
