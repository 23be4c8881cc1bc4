package io.github.bactrian.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is done with each file that is dropped into {@code inbox}. */
interface DroppedFiles {
    void work(Path file) throws Exception;

    /** Takes them one after the other, for ever. */
    default void forEach() throws Exception {
        while (true) {
            try (Stream<Path> files = Files.list(Path.of("inbox"))) {
                for (Path file : files.toList()) {
                    work(file);
                    Files.delete(file);
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
