package io.github.bactrian.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file in an inbox that no job has taken yet.
 *
 * @param file its name
 * @param since when it came under this name; where the file system does not tell, when it was written last
 * @param reason why it cannot be taken, with the way out; null if it is complete and waits for its turn
 */
public record WaitingFile(
        String file, Instant since, @Nullable String reason) {}
