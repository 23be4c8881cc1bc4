package io.github.bactrian.daemon;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bactrian} in a distribution of this build's classes, with the Java that runs the tests. */
@DisabledOnOs(OS.WINDOWS)
class LauncherArchiveTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final int LONGEST_S = 120;

    @TempDir
    private Path directory;

    private Path home;

    /** Its path has no space: Java 17 would archive none of its classes. */
    @BeforeEach
    void distribution() throws IOException {
        home = Files.createDirectories(directory.resolve("distribution"));
        Files.createDirectories(home.resolve("routes"));
        for (String file : List.of(
                "bactrian",
                "application.properties",
                "application-sandbox.properties",
                "routes/import-users.camel.yaml")) {
            Files.copy(Path.of(file), home.resolve(file));
        }
        Files.setPosixFilePermissions(home.resolve("bactrian"), PosixFilePermissions.fromString("rwxr-xr-x"));
        jar(home.resolve("bactrian.jar"));
    }

    @Test
    void aDaemonTakesItsClassesFromTheArchiveThatTheFirstStartHasMade() throws Exception {
        launch("check", "--offline", "--sandbox");
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(this::hasArchive);

        launch(
                "run",
                "--sandbox",
                "--until-running",
                "-Dcamel.server.port=0",
                "-Dbactrian.sandbox.issuer-port=0",
                "-Dbactrian.sandbox.directory-port=0");

        assertThat(Files.readAllLines(directory.resolve("output.txt")))
                .anyMatch(line -> line.startsWith("running: 1 route"));
        assertThat(Files.readAllLines(directory.resolve("loaded.txt")))
                .anyMatch(line -> line.contains(Daemon.class.getName() + " source: shared objects file (top)"))
                .anyMatch(line -> line.contains("io.vertx.core.Vertx source: shared objects file (top)"));
    }

    private boolean hasArchive() throws IOException {
        Path cache = directory.resolve("cache");
        if (!Files.exists(cache)) {
            return false;
        }
        try (Stream<Path> all =
                Files.find(cache, 3, (file, kind) -> file.toString().endsWith(".jsa") && kind.size() > 0)) {
            return all.findAny().isPresent();
        }
    }

    private void launch(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(home.resolve("bactrian").toString()), Arrays.stream(arguments))
                                .toList())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        builder.environment().put("BACTRIAN_OPTS", "-Xlog:class+load:file=" + directory.resolve("loaded.txt"));
        Process process = builder.start();
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output.txt")))
                .isZero();
    }

    /** Like the one that is packaged, but with the other jars where they are; the JVM archives only those with relative paths. */
    private static void jar(Path file) throws IOException {
        Path place = file.getParent().toRealPath();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Bactrian.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> entry.endsWith(".jar"))
                                .map(entry -> place.relativize(Path.of(entry).toAbsolutePath())
                                        .toString())
                                .collect(joining(" ")));
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(bytes, manifest);
                Stream<Path> classes = Files.walk(CLASSES)) {
            for (Path each : classes.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry(CLASSES.relativize(each).toString()));
                Files.copy(each, jar);
                jar.closeEntry();
            }
        }
    }
}
