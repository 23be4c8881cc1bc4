package io.github.bactrian.daemon;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, String> environment = new HashMap<>();

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

    /** Whatever a working directory, a variable or an option of the operator's could start, starts nothing while the archive is made. */
    @Test
    void theFirstCommandStartsNoneOfTheOperatorsRoutesAndShowsTheTrainingNoneOfTheirSecrets() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path dropped = Files.copy(
                Path.of("examples/users.csv"),
                Files.createDirectories(outside.resolve("inbox")).resolve("users.csv"));
        Files.writeString(home.resolve("routes/import-users.camel.yaml"), """
                - route:
                    id: import-users
                    from:
                      uri: import:users
                      parameters: { directory: "%1$s/inbox", quietPeriod: 0s, skipLines: 1 }
                      steps:
                        - to: "file:%1$s/sent"
                - route:
                    id: tick
                    from:
                      uri: timer:tick
                      parameters: { delay: 0, repeatCount: 1 }
                      steps:
                        - setBody: { constant: x }
                        - to: "file:%1$s/ticks"
                """.formatted(outside));
        Files.writeString(home.resolve("application.properties"), """
                bactrian.ledger = %1$s/ledger/ledger.db
                camel.beans.canary = #class:java.io.FileOutputStream('%1$s/bean')
                """.formatted(outside), StandardOpenOption.APPEND);
        environment.put("OAUTH_GRAPH_CLIENT_SECRET", "secret-in-variable");
        environment.put("JDK_JAVA_OPTIONS", "-Djdk.canary=secret-in-jdk-options");
        environment.put("BACTRIAN_OPTS", "-Doauth.graph.client-secret=secret-in-option");
        environment.put("JAVA_HOME", recordingJava().toString());

        launch("--help");
        await().atMost(Duration.ofSeconds(LONGEST_S)).until(this::hasArchive);

        assertThat(directory.resolve("command-call.txt"))
                .content()
                .contains("secret-in-variable", "secret-in-jdk-options", "secret-in-option");
        assertThat(directory.resolve("training-call.txt"))
                .content()
                .contains("archive-classes")
                .doesNotContain("secret-in", "OAUTH", home + "\n");
        try (Stream<Path> all = Files.walk(outside)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactly(dropped);
        }
    }

    /** A JDK whose {@code java} writes down how it was called before it is the real one. */
    private Path recordingJava() throws IOException {
        Path jdk = Files.createDirectories(directory.resolve("jdk"));
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Path real = Path.of(System.getProperty("java.home"));
        Files.copy(real.resolve("release"), jdk.resolve("release"));
        Files.writeString(java, """
                #!/bin/sh
                case "$*" in *ArchiveClassesAtExit*) who=training ;; *) who=command ;; esac
                { env; pwd; echo "$@"; } >"%s/$who-call.txt"
                exec "%s/bin/java" "$@"
                """.formatted(directory, real));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return jdk;
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
        builder.environment().putAll(environment);
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
            for (Path each : classes.skip(1).toList()) {
                boolean folder = Files.isDirectory(each); // by which Kamelets are found
                jar.putNextEntry(new ZipEntry(CLASSES.relativize(each) + (folder ? "/" : "")));
                if (!folder) {
                    Files.copy(each, jar);
                }
                jar.closeEntry();
            }
        }
    }
}
