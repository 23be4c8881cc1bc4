package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files that are tampered with, and of folders and ledgers that are not what they were. */
class EndingTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void aFileThatCannotBePutIntoDoneIsNotSentAgain() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            Path done = Files.createSymbolicLink(home.resolve("inbox/done"), home.resolve("nowhere"));
            users.drop("new.csv", HEADER + rows(3));
            await().atMost(LONGEST).until(() -> sandbox.userCount() == 3);
            await().atMost(LONGEST)
                    .until(() ->
                            users.component().jobs().get(0).receipt().status().equals("ending"));
            Files.delete(done);

            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(3);
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aFolderOnAnotherDeviceGetsTheWholeFileForItsOwnerOnly() throws Exception {
        Path device = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(device) && !Files.getFileStore(device).equals(Files.getFileStore(home)));
        Path elsewhere = Files.createTempDirectory(device, "done");
        try {
            Path file = Files.writeString(home.resolve("new.csv"), HEADER + rows(3));

            Folders.move(file, elsewhere.resolve("new.csv"));

            assertThat(file).doesNotExist();
            assertThat(elsewhere.resolve("new.csv")).hasContent(HEADER + rows(3));
            assertThat(Files.getPosixFilePermissions(elsewhere.resolve("new.csv")))
                    .hasSize(2);
            assertThat(elsewhere.toFile().list()).hasSize(1);
        } finally {
            delete(elsewhere);
        }
    }

    @Test
    void aFileThatIsAppendedToMidwayEndsIncomplete() throws Exception {
        JsonNode receipt =
                tamperedWith(file -> Files.writeString(file, row("x@x.example", "X"), StandardOpenOption.APPEND));

        assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
        assertThat(receipt.at("/reason").textValue()).isEqualTo("the file was changed while it was being imported");
    }

    @Test
    void aFileThatIsTruncatedMidwayEndsIncomplete() throws Exception {
        JsonNode receipt = tamperedWith(file -> {
            try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1000);
            }
        });

        assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
    }

    @Test
    void aFileThatIsDeletedMidwayEndsIncompleteWithAReceipt() throws Exception {
        JsonNode receipt = tamperedWith(Files::delete);

        assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
        assertThat(receipt.at("/rows/read").longValue())
                .isEqualTo(receipt.at("/rows/done").longValue()
                        + receipt.at("/rows/rejected").longValue());
    }

    @Test
    void aFileThatIsOverwrittenMidwayWithAsManyBytesEndsIncomplete() throws Exception {
        JsonNode receipt = tamperedWith(EndingTest::overwrite);

        assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
        assertThat(receipt.at("/reason").textValue()).isEqualTo("the file was changed while it was being imported");
    }

    @Test
    void aFileThatWasOverwrittenWithAsManyBytesWhileNoDaemonRanIsNotReadAnyFurther() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(100)));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(200));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);
        }
        long before = sandbox.userCount();
        try (Stream<Path> files = Files.list(home.resolve("inbox/.work"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("-new.csv")).toList()) {
                overwrite(file);
            }
        }
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            JsonNode receipt = users.receipt("failed", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
            assertThat(receipt.at("/rows/done").longValue()).isEqualTo(before);
            assertThat(sandbox.userCount()).isEqualTo(before);
        }
    }

    /** Size and time stay. */
    private static void overwrite(Path file) throws IOException {
        var time = Files.getLastModifiedTime(file);
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    java.nio.ByteBuffer.wrap("x".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    channel.size() - 5);
        }
        Files.setLastModifiedTime(file, time);
    }

    private interface Tampering {
        void with(Path file) throws IOException;
    }

    private JsonNode tamperedWith(Tampering tampering) throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(100)));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(200));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 20);

            tampering.with(users.file(".work", "new.csv"));

            return users.receipt("failed", "new.csv");
        }
    }

    @Test
    void aFileThatCannotBeTakenForTheMomentIsTakenLater() throws Exception {
        Path work = home.resolve("inbox/.work");
        Path aside = home.resolve("aside");
        try (Logged log = Logged.by(Troubles.class);
                RunningImport users = RunningImport.start(home, sandbox)) {
            Files.move(work, aside);
            Files.createSymbolicLink(work, aside);
            users.drop("new.csv", HEADER + rows(2));
            await().atMost(LONGEST).until(() -> log.lines().stream()
                    .anyMatch(line -> line.contains("new.csv") && line.endsWith("tried again until it succeeds")));
            assertThat(aside).isEmptyDirectory();
            Files.delete(work);
            Files.move(aside, work);

            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void aLinkThatCameIntoTheWorkFolderEndsFailedAndIsNotRead() throws Exception {
        Path secret = Files.writeString(home.resolve("secret.csv"), HEADER + rows(2));
        Folders folders = new Folders(home.resolve("inbox"));
        folders.create();
        try (Ledger ledger = Ledger.open(home.resolve("data/ledger.db"), java.time.Clock.systemUTC())) {
            JobTable table = new JobTable(ledger);
            Job job = new Spool("users", folders, table, ledger.clock()).newJob("new.csv");
            table.insert(job, Owner.self(), Arrival.DROPPED);
            Files.createSymbolicLink(job.work(), secret);
        }
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            assertThat(users.receipt("failed", "new.csv").at("/reason").textValue())
                    .isEqualTo("it is a link; drop the file itself");
            assertThat(users.file("failed", "new.csv")).isSymbolicLink();
        }
        assertThat(sandbox.userCount()).isZero();
    }

    @Test
    void newContentUnderTheSameNameWaitsWhileTheOldJobRuns() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(20)));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.csv", HEADER + rows(100));
            await().atMost(LONGEST).until(() -> sandbox.userCount() > 5);
            users.drop("new.csv", HEADER + row("other@x.example", "Other"));

            await().atMost(LONGEST).until(() -> users.find("done", "new.csv").size() == 2);

            assertThat(sandbox.userCount()).isEqualTo(101);
        }
    }

    @Test
    void anOldCopyOfTheLedgerIsNotWorkedWith() throws Exception {
        Path ledger = home.resolve("data/ledger.db");
        Path copy = home.resolve("copy.db");
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("a.csv", HEADER + row("ann@x.example", "Ann"));
            users.receipt("done", "a.csv");
        }
        Files.copy(ledger, copy);
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("b.csv", HEADER + row("bob@x.example", "Bob"));
            users.receipt("done", "b.csv");
        }
        Files.copy(copy, ledger, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> RunningImport.start(home, sandbox))
                .rootCause()
                .hasMessageContaining(ledger + " is older than what was recorded in it")
                .hasMessageContaining("A lost or restored ledger")
                .hasMessageContaining("remove " + ledger + "-commits");

        Files.delete(Path.of(ledger + "-commits"));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            assertThat(users.component().jobs()).hasSize(1);
        }
    }

    @Test
    void aLostLedgerIsNotReplacedByANewOneUnasked() throws Exception {
        Path ledger = home.resolve("data/ledger.db");
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("a.csv", HEADER + row("ann@x.example", "Ann"));
            users.receipt("done", "a.csv");
        }
        Files.delete(ledger);

        assertThatThrownBy(() -> RunningImport.start(home, sandbox))
                .rootCause()
                .hasMessageContaining("it was lost, or an old copy was put back");
        assertThat(ledger).as("nothing hides that it is gone").doesNotExist();
    }

    @Test
    void aNewLedgerIsNotBegunWhereAnInboxHoldsWhatAnotherOneKnewBeforeAnOperatorSaysSo() throws Exception {
        Path ledger = home.resolve("data/ledger.db");
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("a.csv", HEADER + row("ann@x.example", "Ann"));
            users.endedJob(users.receipt("done", "a.csv"));
        }
        delete(ledger.getParent());
        Files.writeString(home.resolve("inbox/a.csv"), HEADER + row("ann@x.example", "Ann"));

        assertThatThrownBy(() -> RunningImport.start(home, sandbox))
                .rootCause()
                .hasMessageContaining("The ledger " + ledger + " is new, but " + home.resolve("inbox/done"))
                .hasMessageContaining("make the empty file " + ledger + "-new");
        assertThat(home.resolve("inbox/a.csv")).exists();

        Files.createFile(Path.of(ledger + "-new"));
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            await().atMost(LONGEST).until(() -> !users.component().jobs().isEmpty());
        }
        RunningImport.start(home, sandbox).close();
        assertThat(Path.of(ledger + "-new")).as("said for this time only").doesNotExist();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> row("user" + i + "@x.example", "User " + i))
                .collect(Collectors.joining());
    }
}
