package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real daemon, under the umask that hides nothing. */
class FileModesTest {
    private static final Path USERS = Path.of("examples/users.csv").toAbsolutePath();

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void whatTheDaemonMakesIsItsUsersAloneWhateverTheUmask() throws Exception {
        DaemonProcess daemon = new DaemonProcess(directory.resolve("home"), sandbox, "camel.server.port = 0");
        Process running = daemon.startUnder("000", "run");
        await().atMost(Duration.ofSeconds(60)).until(() -> daemon.output().contains("running: "));
        Path inbox = daemon.home().resolve("inbox/users");
        Files.copy(USERS, inbox.resolve("users.csv"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(inbox.resolve("done"))
                        && !list(inbox.resolve("done")).isEmpty()
                        && list(inbox.resolve(".work")).isEmpty());

        Map<String, String> modes = modes(daemon.home().resolve("data"));
        modes.putAll(modes(inbox));
        DaemonProcess.kill(running);

        assertThat(Files.getAttribute(inbox, "unix:mode")).isEqualTo(041770);
        modes.remove(inbox.toString());
        assertThat(modes.keySet())
                .anyMatch(file -> file.endsWith("ledger.db"))
                .anyMatch(file -> file.endsWith("ledger.db-journal"))
                .anyMatch(file -> file.endsWith("ledger.db-commits"))
                .anyMatch(file -> file.endsWith("bactrian.lock"))
                .anyMatch(file -> file.endsWith("console.secret"))
                .anyMatch(file -> file.endsWith(".receipt.json"))
                .anyMatch(file -> file.contains("/rejects/"));
        assertThat(modes).allSatisfy((file, mode) -> assertThat(mode)
                .as(file)
                .isEqualTo(Files.isDirectory(Path.of(file)) ? "rwx------" : "rw-------"));
    }

    @Test
    void aLinkInPlaceOfAFolderEndsTheStartAndASecretOfTheCommandLineIsToldOnce() throws Exception {
        DaemonProcess daemon = new DaemonProcess(directory.resolve("home"), sandbox);
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path work =
                Files.createDirectories(daemon.home().resolve("inbox/users")).resolve(".work");
        Files.createSymbolicLink(work, elsewhere);

        int exit = daemon.start("run", "-D", "oauth.graph.client-secret=very-secret")
                .waitFor();

        assertThat(exit).isNotZero();
        assertThat(daemon.output())
                .contains("inbox/users/.work is a link", "Remove it")
                .containsOnlyOnce("a secret on the command line is seen by all users of this machine")
                .doesNotContain("very-secret");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLockThatOthersCouldTakeIsTightenedAtTheStart() throws IOException {
        Path lock = Files.writeString(directory.resolve("bactrian.lock"), "run");
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));

        try (DaemonLock taken =
                        DaemonLock.take(directory.resolve("ledger.db"), "run").orElseThrow();
                FileChannel own = FileChannel.open(lock, StandardOpenOption.READ)) {
            assertThat(own.isOpen()).isTrue();
            assertThat(taken).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                    .isEqualTo("rw-------");
        }
    }

    private static Map<String, String> modes(Path start) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(start)) {
            for (Path path : all.filter(Files::exists).toList()) {
                modes.put(path.toString(), PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return modes;
    }

    private static java.util.List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
