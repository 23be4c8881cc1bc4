package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class IntakeTest {
    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();
    private Folders folders;
    private Ledger ledger;
    private JobTable table;
    private Intake intake;

    @BeforeEach
    void open() throws IOException {
        folders = new Folders(home.resolve("inbox"));
        folders.create();
        ledger = Ledger.open(home.resolve("ledger.db"), clock);
        table = new JobTable(ledger);
        intake = new Intake(TestSettings.in(folders.inbox()), table, folders, clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aFileThatIsTakenBelongsToItsJobAndToNobodyElse() throws IOException {
        Path file = drop("new.csv");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        Job job = take(file);

        assertThat(file).doesNotExist();
        assertThat(job.id()).matches("20261122T120000-[0-9a-z]{5}");
        assertThat(job.work())
                .isEqualTo(folders.work().resolve(job.id() + "-new.csv"))
                .hasContent("a,b\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(job.work())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folders.work())))
                .isEqualTo("rwx------");
        assertThat(table.byId(job.id())).get().returns(Status.CLAIMED, JobTable.Entry::status);
    }

    @Test
    void aFileThatIsCopiedStaysWhereItIs() throws IOException {
        Path file = Files.writeString(home.resolve("new.csv"), "a,b\n");

        Job job = intake.copy(file, Arrival.ASKED);

        assertThat(file).exists();
        assertThat(job.work()).hasContent("a,b\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(job.work())))
                .isEqualTo("rw-------");
        assertThat(folders.work().toFile().list()).hasSize(1);
    }

    @Test
    void aJobIsIdentifiedByItsContent() throws IOException {
        Job job = intake.identify(take(drop("new.csv")), "routes");

        assertThat(job.sha256()).isEqualTo("5be08c9684a1d25efcee09318204824278b08bbfb4aef973ffefd0b9d7478313");
        assertThat(job.bytes()).isEqualTo(4);
        assertThat(job.routeHash()).isEqualTo("routes");
        assertThat(job.parent()).isNull();
    }

    @Test
    void aFileNamedByAJobIsItsChildIfTheJobIsKnown() throws IOException {
        Job parent = take(drop("new.csv"));

        assertThat(intake.identify(take(drop(parent.id() + "-new.csv")), "").parent())
                .isEqualTo(parent.id());
        assertThat(intake.identify(take(drop("20200101T000000-aaaaa-new.csv")), "")
                        .parent())
                .isNull();
    }

    @Test
    void filesInTheWorkFolderThatNoJobKnowsAreToldAndLeftAlone() throws IOException {
        Job known = take(drop("known.csv"));
        Path stranger = Files.createFile(folders.work().resolve("20200101T000000-aaaaa-lost.csv"));
        Files.createFile(folders.work().resolve("20200101T000000-aaaaa-lost.csv.receipt.json"));
        Logger logger = (Logger) LoggerFactory.getLogger(Intake.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);

        try {
            intake.warnOfStrangers();
        } finally {
            logger.detachAppender(log);
        }

        assertThat(List.copyOf(log.list)).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains(stranger.toString(), "belongs to no job in the ledger", "move it back to"));
        assertThat(stranger).exists();
        assertThat(known.work()).exists();
    }

    private Job take(Path file) throws IOException {
        return intake.take(List.of(file), (path, e) -> {
                    throw new UncheckedIOException(e);
                })
                .get(0);
    }

    private Path drop(String name) throws IOException {
        return Files.writeString(folders.inbox().resolve(name), "a,b\n");
    }
}
