package io.github.bactrian.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Starts a daemon with the samples inside the jar and stops it, so that the JVM can archive the classes that a start loads. The
 * launchers ask for it in a directory and with an environment that hold nothing of the operator's.
 */
final class SampleStart {
    /** Not one of picocli's commands: neither in the help nor among what a misspelt command may have meant. */
    static final String COMMAND = "archive-classes";

    private static final Path DIRECTORY = Path.of("").toAbsolutePath();

    private SampleStart() {}

    /**
     * Writes the samples into the working directory and runs them.
     *
     * @return the exit code; wrong usage if the directory is not empty, as it may be an operator's
     */
    static int run() throws IOException {
        // No lambda here, and no row imported: with some of what these load Java 17 crashes as it writes the archive.
        String[] present = DIRECTORY.toFile().list();
        if (present == null || present.length > 0) {
            System.err.println(COMMAND + " writes samples into the working directory, and " + DIRECTORY
                    + " is not empty: run it in an empty directory, or leave it to the launcher");
            return StartFault.CONFIGURATION;
        }
        copy("application.properties", DIRECTORY);
        copy("application-sandbox.properties", DIRECTORY);
        copy("samples.camel.yaml", Files.createDirectories(DIRECTORY.resolve("routes")));
        return Bactrian.execute("run", "--sandbox", "--until-running");
    }

    private static void copy(String sample, Path folder) throws IOException {
        try (InputStream bytes =
                Objects.requireNonNull(SampleStart.class.getResourceAsStream("samples/" + sample), sample)) {
            Files.copy(bytes, folder.resolve(sample));
        }
    }
}
