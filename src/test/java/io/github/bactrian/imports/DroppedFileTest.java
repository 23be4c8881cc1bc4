package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.bactrian.imports.formats.UnreadableFileException;
import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DroppedFileTest {
    private static final String SECRET = "the,secret\nof,the-daemon\n";

    @TempDir
    Path home;

    private Path secret;
    private Path inbox;

    @BeforeEach
    void makeAFileThatIsNotToBeRead() throws IOException {
        inbox = Files.createDirectory(home.resolve("inbox"));
        secret = Files.writeString(home.resolve("secret.csv"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    @Timeout(120)
    void aFileIsNeitherReadNorChangedWhoseLinksAreSwappedWithAFileInALoop() throws Exception {
        Folders folders = new Folders(inbox);
        folders.create();
        AtomicBoolean stop = new AtomicBoolean();
        Thread attacker = new Thread(() -> swap(stop));
        Map<String, Integer> seen = new TreeMap<>(Map.of("a file", 0, "a link", 0, "a second name", 0));
        try (Ledger ledger = Ledger.open(home.resolve("ledger.db"), Clock.systemUTC())) {
            Intake intake = new Intake(TestSettings.in(inbox), new JobTable(ledger), folders, Clock.systemUTC());
            attacker.start();
            while (seen.values().stream().anyMatch(times -> times < 10)) {
                take(intake).ifPresent(what -> seen.merge(what, 1, Integer::sum));
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
        assertThat(seen).hasSize(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-r--r--");
        assertThat(secret).hasContent(SECRET);
    }

    /** What was taken; empty if nothing lay there. */
    private Optional<String> take(Intake intake) throws IOException {
        List<IOException> failed = new ArrayList<>();
        Job job = intake.take(List.of(inbox.resolve("x.csv")), (path, e) -> failed.add(e))
                .get(0);
        if (!failed.isEmpty()) {
            assertThat(failed).hasOnlyElementsOfType(NoSuchFileException.class);
            return Optional.empty();
        }
        try {
            Job read = intake.identify(job, "");
            assertThat(read.sha256()).isNotEqualTo(FileHash.of(secret).sha256());
            assertThat(Files.readString(job.work())).startsWith("other");
            assertThat(Files.getPosixFilePermissions(job.work())).hasSize(2);
            return Optional.of("a file");
        } catch (UnreadableFileException e) {
            return Optional.of(String.valueOf(e.getMessage()).contains("a link;") ? "a link" : "a second name");
        }
    }

    private void swap(AtomicBoolean stop) {
        try {
            for (int i = 0; !stop.get(); i++) {
                place(Files.writeString(inbox.resolve(".file"), "other,columns\n" + i + ",x\n"));
                place(Files.createSymbolicLink(inbox.resolve(".link"), secret));
                place(Files.createLink(inbox.resolve(".name"), secret));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void place(Path prepared) throws IOException {
        try {
            Files.move(prepared, inbox.resolve("x.csv"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(prepared);
        }
    }

    @Test
    void whatIsNoFileOfOneNameIsLeftInTheInbox() throws Exception {
        Files.createSymbolicLink(inbox.resolve("link.csv"), secret);
        Files.createLink(inbox.resolve("name.csv"), secret);
        Files.createDirectory(inbox.resolve("directory.csv"));
        make("mkfifo", "pipe.csv");
        Path good = Files.writeString(inbox.resolve("good.csv"), "a\n1\n");

        try (Logged log = Logged.by(Inbox.class)) {
            assertThat(inbox().complete()).containsExactly(good);

            assertThat(log.lines()).hasSize(4).allSatisfy(line -> assertThat(line)
                    .contains("is left alone"));
        }
    }

    @Test
    void aFileIsTakenOnceItsSecondNameIsGone() throws IOException {
        Path written = Files.writeString(home.resolve("written.csv"), "a\n1\n");
        Path dropped = Files.createLink(inbox.resolve("new.csv"), written);
        Inbox looking = inbox();
        assertThat(looking.complete()).isEmpty();

        Files.delete(written);

        assertThat(looking.complete()).containsExactly(dropped);
    }

    @Test
    void aLinkIsNoMarker() throws IOException {
        Files.writeString(inbox.resolve("new.csv"), "a\n1\n");
        Files.createSymbolicLink(inbox.resolve("new.csv.done"), home.resolve("missing"));

        assertThat(inbox("doneFileName", "${file:name}.done").complete()).hasSize(1);
    }

    @Test
    void anObjectionNamesEachKindOfFile() throws Exception {
        make("mkfifo", "pipe");
        assertThat(DroppedFile.objection(inbox.resolve("pipe"))).isEqualTo("no regular file");
        assertThat(DroppedFile.objection(Path.of("/dev/null"))).isEqualTo("no regular file");
        assertThat(DroppedFile.objection(inbox)).isEqualTo("a directory");
        assertThat(DroppedFile.objection(Files.createSymbolicLink(inbox.resolve("link"), secret)))
                .startsWith("a link");
        assertThat(DroppedFile.objection(secret)).isNull();
        Files.createLink(inbox.resolve("name"), secret);
        assertThat(DroppedFile.objection(secret)).contains("hard link");
        assertThatThrownBy(() -> DroppedFile.objection(inbox.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileThatAnOperatorNamesIsReadThroughTheOperatorsOwnLinks() throws IOException {
        Path first = Files.createSymbolicLink(home.resolve("first"), secret);
        Path link = Files.createSymbolicLink(
                inbox.resolve("latest.csv"), Path.of("..", first.getFileName().toString()));

        assertThat(read(link)).isEqualTo(SECRET);
        assertThatThrownBy(() -> read(Files.createSymbolicLink(inbox.resolve("loop"), Path.of("loop"))))
                .hasMessageContaining("in a circle");
    }

    @Test
    void aFileThatAnOperatorNamesIsNotReadThroughALinkThatAnotherUserMade() throws Exception {
        assumeThat((Integer) Files.getAttribute(inbox, "unix:uid"))
                .as("run as root")
                .isZero();
        Path link = Files.createSymbolicLink(inbox.resolve("latest.csv"), secret);
        Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);

        assertThatThrownBy(() -> read(link)).hasMessageContaining("a link that another user made");
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = DroppedFile.open(file)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private void make(String command, String name) throws Exception {
        assertThat(new ProcessBuilder(command, inbox.resolve(name).toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private Inbox inbox(Object... parameters) {
        Object[] settings = parameters.length == 0 ? new Object[] {"quietPeriod", "0s"} : parameters;
        return new Inbox(TestSettings.in(inbox, settings), new SettableClock());
    }
}
