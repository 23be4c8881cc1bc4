package io.github.bactrian.testing;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** This build's classes as a jar, and mapped into memory as the launcher has them: a process starts in half the time. */
final class ClassArchive {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path TESTS = TARGET.resolve("test-classes");

    private final Path jar;
    private final Path archive;

    private ClassArchive(Path folder) {
        jar = folder.resolve("bactrian.jar");
        archive = folder.resolve("classes.jsa");
    }

    /** Made once for each build, by whichever of the tests' processes needs it first. */
    static ClassArchive ofThisBuild() throws IOException {
        Path folder = Files.createDirectories(
                TARGET.resolve("class-archive-" + Runtime.version().feature()));
        ClassArchive made = new ClassArchive(folder);
        try (FileChannel file =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (lock.isValid() && made.archive.toFile().lastModified() < lastBuilt()) {
                made.make();
            }
        }
        return made;
    }

    private static long lastBuilt() throws IOException {
        try (Stream<Path> all = Files.walk(TARGET.resolve("classes"))) {
            return all.mapToLong(path -> path.toFile().lastModified()).max().orElse(0);
        }
    }

    /** The command up to the arguments of the main class; the tests' own classes come last on its class path. */
    List<String> java(List<String> options) {
        List<String> all = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive));
        all.addAll(options);
        return java(all, classPath() + File.pathSeparator + TESTS);
    }

    private void make() throws IOException {
        Files.deleteIfExists(archive);
        ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-cf", jar.toString(), "-C", "" + TARGET.resolve("classes"), ".");
        List<String> command = java(List.of("-XX:ArchiveClassesAtExit=" + archive), classPath());
        command.addAll(List.of("plan", "users", "examples/users.csv", "--sandbox", "--rows", "1"));
        Process plan = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(jar.resolveSibling("output.txt").toFile())
                .start();
        plan.onExit().join();
        if (!Files.exists(archive)) {
            throw new IllegalStateException(Files.readString(jar.resolveSibling("output.txt")));
        }
    }

    private static List<String> java(List<String> options, String classPath) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, "io.github.bactrian.daemon.Bactrian"));
        return command;
    }

    /** Only jars: no other classes can be mapped. */
    private String classPath() {
        return Stream.concat(
                        Stream.of(jar.toString()),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> entry.endsWith(".jar")))
                .collect(joining(File.pathSeparator));
    }
}
