package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderCustodyTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path home;

    private Path inbox;
    private Path elsewhere;

    @BeforeEach
    void makeAnInbox() throws IOException {
        inbox = Files.createDirectory(home.resolve("inbox"));
        elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".work", "done", "rejects", "unknown", "failed"})
    void anImportDoesNotStartWithALinkInPlaceOfAFolder(String name) throws IOException {
        Path folder = Files.createSymbolicLink(inbox.resolve(name), elsewhere);

        assertThatThrownBy(() -> start(home))
                .rootCause()
                .hasMessageContaining(folder + " is a link")
                .hasMessageContaining("Remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {".work", "done", "rejects", "unknown", "failed"})
    void nothingIsWrittenThroughALinkThatTookTheNameOfAFolder(String name) throws IOException {
        Path file = Files.writeString(inbox.resolve("new.csv"), "a\n1\n");
        Files.createSymbolicLink(inbox.resolve(name), elsewhere);

        assertThatThrownBy(() -> Folders.move(file, inbox.resolve(name).resolve("new.csv")))
                .hasMessageContaining("is a link");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {".work", "done", "rejects", "unknown", "failed"})
    void aFolderThatOthersMayWriteIsRefusedWithTheCommandThatMendsIt(String name) throws IOException {
        Path folder = Files.createDirectory(inbox.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

        assertThatThrownBy(() -> new Folders(inbox).create()).hasMessageEndingWith("Run: chmod go-w " + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {".work", "done", "rejects", "unknown", "failed"})
    void aFolderOfAnotherUserIsRefused(String name) throws IOException {
        Path folder = Files.createDirectory(inbox.resolve(name));
        give(folder);

        assertThatThrownBy(() -> new Folders(inbox).create()).hasMessageContaining(folder + " belongs to ");
    }

    @Test
    void aFileInPlaceOfAFolderIsRefused() throws IOException {
        Files.writeString(inbox.resolve("done"), "");

        assertThatThrownBy(() -> new Folders(inbox).create()).hasMessageContaining("is no directory");
    }

    @Test
    void anInboxThatOthersMayWriteGetsTheStickyBitAndKeepsTheRest() throws IOException {
        Files.setAttribute(inbox, "unix:mode", 02770);

        try (Logged log = Logged.by(FolderCustody.class)) {
            new Folders(inbox).create();
            new Folders(inbox).create();

            assertThat(log.lines()).singleElement().asString().contains("chmod +t");
        }
        assertThat((Integer) Files.getAttribute(inbox, "unix:mode") & 07777).isEqualTo(03770);
    }

    @Test
    void anInboxOfAnotherUserIsRefusedWithTheCommandThatMendsIt() throws IOException {
        give(inbox);

        assertThatThrownBy(() -> new Folders(inbox).create())
                .hasMessageContaining(inbox + " belongs to ")
                .hasMessageContaining("Run: chown ");
    }

    @Test
    void foldersThatOthersMayOnlyReadAreLeftAsTheyAre() throws IOException {
        Path folder = Files.createDirectory(inbox.resolve("rejects"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        new Folders(inbox).create();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void anInboxMayBeReachedThroughALink() throws Exception {
        Files.createSymbolicLink(elsewhere.resolve("inbox"), inbox);

        start(elsewhere);

        assertThat(inbox.resolve(".work")).isDirectory();
    }

    private static void start(Path directory) throws Exception {
        try (RunningImport running = RunningImport.withoutIdentity(directory, Clock.systemUTC(), "- log: x")) {
            assertThat(running.context().isStarted()).isTrue();
        }
    }

    private static void give(Path path) throws IOException {
        assumeThat((Integer) Files.getAttribute(path, "unix:uid"))
                .as("run as root")
                .isZero();
        Files.setAttribute(path, "unix:uid", NOBODY);
    }
}
