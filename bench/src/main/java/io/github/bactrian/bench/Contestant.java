package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that posts the rows of each file that is dropped into its {@code inbox}. */
record Contestant(String name, Path home, Process process) implements AutoCloseable {

    /** @param home an existing directory, in which it is to work */
    static Contestant start(String name, Path home, List<String> command) throws IOException {
        Files.createDirectories(home.resolve("inbox"));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Contestant(name, home, process);
    }

    /** Hands it a copy. */
    void drop(Path file) throws IOException {
        Path copy = Files.copy(file, home.resolve("copy.csv"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, home.resolve("inbox").resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until it has done with all files: they are gone, and from where Bactrian keeps them meanwhile too. */
    void awaitIdle() throws IOException, InterruptedException {
        Path inbox = home.resolve("inbox");
        while (holdsFiles(inbox) || holdsFiles(inbox.resolve(".work"))) {
            requireAlive();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean holdsFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".csv"));
        }
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " has ended: " + output());
        }
    }

    String output() throws IOException {
        return Files.readString(home.resolve("output.txt"));
    }

    /** Ends it in order, or by force where it does not end. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
