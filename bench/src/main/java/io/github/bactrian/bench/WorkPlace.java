package io.github.bactrian.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for one measurement, which is removed behind it. */
record WorkPlace(Path directory) implements AutoCloseable {

    /** @param parent on the file system that is to be measured */
    static WorkPlace in(Path parent) throws IOException {
        return new WorkPlace(Files.createTempDirectory(Files.createDirectories(parent), "bench-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(WorkPlace::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
