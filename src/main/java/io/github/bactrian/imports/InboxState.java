package io.github.bactrian.imports;

import java.nio.file.Path;
import java.util.List;

/**
 * What the process that watches an inbox last said of it.
 *
 * @param importName the import that takes its files
 * @param waiting a sentence for each file that lies there and is not taken: since when, why, and the way out; at most 20
 */
public record InboxState(String importName, Path directory, List<String> waiting) {}
