package io.github.bactrian.daemon.routetests;

import io.github.bactrian.files.FilePlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where files lie while tests run.
 *
 * @param home takes the place of the working directory, and all other places below it; absolute
 */
record TestFolders(Path home) implements FilePlaces {

    /** Absolute paths, and those that lead out of the working directory, lie in {@code home} too. */
    @Override
    public Path of(Path named) {
        Path root = home.getRoot();
        return home.resolve(root.relativize(root.resolve(named).normalize()));
    }

    /** What a test drops, before it is dropped. */
    Path drops() {
        return home.resolveSibling(home.getFileName() + "-dropped");
    }

    /** Leaves nothing of the last test. */
    void empty() throws IOException {
        empty(home);
        empty(drops());
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(directory);
    }
}
