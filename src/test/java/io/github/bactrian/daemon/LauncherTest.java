package io.github.bactrian.daemon;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bactrian} with stand-ins for Java and Maven that say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path directory;

    private Path home;
    private Path java;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void checkout() throws IOException {
        home = directory.resolve("check out");
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        script(home.resolve("bactrian"), Files.readString(Path.of("bactrian")));
        script(home.resolve("mvnw"), "#!/bin/sh\necho built >> builds\nmkdir -p target\n: > target/bactrian.jar\n");
        java = directory.resolve("jdk");
        jdk("17.0.15");
        environment.put("JAVA_HOME", java.toString());
        environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    }

    @Test
    void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
        assertThat(launch("check").text).startsWith("Building (first use)").contains("check");
        assertThat(launch("check").text).doesNotContain("Building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aSourceNewerThanTheJarIsBuilt() throws Exception {
        launch("check");
        Path source = Files.createFile(home.resolve("src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(launch("check").text).startsWith("Building (the sources have changed)");
    }

    @Test
    void aFailedBuildShowsItsOutputAndEndsWith2() throws Exception {
        script(home.resolve("mvnw"), "#!/bin/sh\necho cannot compile X\nexit 1\n");

        Outcome outcome = launch("check");

        assertThat(outcome.text).contains("cannot compile X", "The build failed");
        assertThat(outcome.exitCode).isEqualTo(2);
    }

    @Test
    void argumentsAndOptionsReachTheJvmUnchanged() throws Exception {
        environment.put("BACTRIAN_OPTS", "-Xmx64m -Da=b");

        assertThat(launch("import", "users", "a file.csv").text)
                .contains("[-Xmx64m][-Da=b][-jar][" + home.toRealPath()
                        + "/target/bactrian.jar][import][users][a file.csv]");
    }

    @Test
    void theWorkingDirectoryStaysTheCallers() throws Exception {
        assertThat(launch("check").text).contains("in " + directory.toRealPath());
    }

    @Test
    void aLinkToTheLauncherWorks() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), home.resolve("bactrian"));

        assertThat(launched(link, "check").text).contains(home.toRealPath() + "/target/bactrian.jar");
    }

    @Test
    void inADistributionNothingIsBuilt() throws Exception {
        Path distribution = Files.createDirectories(directory.resolve("dist"));
        Files.copy(home.resolve("bactrian"), distribution.resolve("bactrian"));
        executable(distribution.resolve("bactrian"));
        Files.createFile(distribution.resolve("bactrian.jar"));

        assertThat(launched(distribution.resolve("bactrian"), "run").text)
                .contains("[-jar][" + distribution.toRealPath() + "/bactrian.jar][run]");
        Path archives = directory
                .resolve("cache/bactrian")
                .resolve(distribution.toRealPath().toString().replace('/', '-'));
        await().until(() -> archivesIn(archives).size() == 1);
        assertThat(Files.getPosixFilePermissions(archives)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theBuildMakesAClassArchiveWhichIsUsedFromThenOn() throws Exception {
        assertThat(launch("check").text).contains("[-XX:SharedArchiveFile=" + archive() + "]");
        assertThat(launch("run").text).contains("[-XX:SharedArchiveFile=" + archive() + "]");
    }

    @Test
    void theArchiveComesFromTheJarAloneAndFromNoneOfTheCallersOptions() throws Exception {
        environment.put("BACTRIAN_OPTS", "-Da=b");

        launch("check");

        assertThat(archive())
                .content()
                .endsWith("-XX:SelfDestructTimer=10 -jar " + home.toRealPath()
                        + "/target/bactrian.jar archive-classes\n");
    }

    @Test
    void anArchiveThatIsOlderThanTheJarIsNotUsedAndMadeAnew() throws Exception {
        launch("check");
        FileTime old = FileTime.from(Instant.now().minusSeconds(60));
        Files.setLastModifiedTime(archive(), old);

        assertThat(launch("check").text).doesNotContain("SharedArchiveFile", "Building");

        await().until(() -> Files.getLastModifiedTime(archive()).compareTo(old) > 0);
    }

    @Test
    void anotherJarIsNotUsedWithTheArchiveOfTheLastOneWhichIsDeleted() throws Exception {
        launch("check");
        Path last = archive();
        Path jar = home.resolve("target/bactrian.jar");
        FileTime asBefore = Files.getLastModifiedTime(jar);
        Files.writeString(jar, "another");
        Files.setLastModifiedTime(jar, asBefore);

        assertThat(launch("check").text).doesNotContain("SharedArchiveFile", "Building");

        await().until(() -> !Files.exists(last));
        assertThat(launch("check").text).contains("[-XX:SharedArchiveFile=" + archive() + "]");
    }

    @Test
    void whereNoArchiveCanBeMadeJavaStartsAsUsual() throws Exception {
        script(java.resolve("bin/java"), "#!/bin/sh\nprintf '[%s]' \"$@\"\n");

        assertThat(launch("check").text).contains("[check]").doesNotContain("SharedArchiveFile");
        assertThat(launch("check").text).contains("[check]").doesNotContain("SharedArchiveFile");
    }

    @Test
    void anOldJavaIsRefusedInWords() throws Exception {
        jdk("11.0.2");

        Outcome outcome = launch("check");

        assertThat(outcome.text).contains("is Java 11; Bactrian needs 17 or newer");
        assertThat(outcome.exitCode).isEqualTo(2);
    }

    @Test
    void aWrongJavaHomeIsNamed() throws Exception {
        environment.put("JAVA_HOME", "/nowhere");

        assertThat(launch("check").text).startsWith("JAVA_HOME is /nowhere, but there is no bin/java in it");
    }

    @Test
    void theOneForWindowsGivesTheJvmTheSameOptions() throws IOException {
        Set<String> windows = options("bactrian.cmd");
        windows.add("-XX:TrimNativeHeapInterval"); // there is none on Windows

        assertThat(windows).isEqualTo(options("bactrian"));
    }

    private static Set<String> options(String launcher) throws IOException {
        return Pattern.compile("(?<= |=|\"|')-(-|D|X)[\\w:.+-]+")
                .matcher(Files.readString(Path.of(launcher)))
                .results()
                .map(MatchResult::group)
                .collect(toCollection(TreeSet::new));
    }

    private Path archive() throws IOException {
        List<Path> all = archivesIn(home.toRealPath().resolve("target"));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<Path> archivesIn(Path place) throws IOException {
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(file -> file.getFileName().toString().matches("bactrian-17\\.0\\.15-\\d+\\.jsa"))
                    .toList();
        }
    }

    private record Outcome(int exitCode, String text) {}

    private Outcome launch(String... arguments) throws Exception {
        return launched(home.resolve("bactrian"), arguments);
    }

    private Outcome launched(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().remove("BACTRIAN_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private long builds() throws IOException {
        return Files.readAllLines(home.resolve("builds")).size();
    }

    private void jdk(String version) throws IOException {
        Files.createDirectories(java.resolve("bin"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(java.resolve("bin/java"), """
                #!/bin/sh
                for option; do
                    case $option in -XX:ArchiveClassesAtExit=*) echo "$@" >"${option#*=}" ;; esac
                done
                printf '[%s]' "$@"
                echo " in $(pwd -P)"
                """);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
