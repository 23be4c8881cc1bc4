package io.github.bactrian.imports;

import java.time.Instant;

/**
 * A file in an inbox that no job has taken yet.
 *
 * @param since when it came under this name; where the file system does not tell, when it was written last
 */
public record WaitingFile(String importName, String file, Instant since) {}
