package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.bactrian.imports.formats.Position;
import io.github.bactrian.imports.formats.SourceRecord;
import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Owner HERE = Owner.self();
    private static final Owner ELSEWHERE = new Owner("another-host", 1, 1);

    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();
    private Path file;
    private Job job;
    private Ledger ledger;
    private JobTable table;

    @BeforeEach
    void open() throws Exception {
        file = home.resolve("data/ledger.db");
        ledger = Ledger.open(file, clock);
        table = new JobTable(ledger);
        job = new Job(
                "20261122T120000-abcde",
                "users",
                "new.csv",
                home.resolve("work"),
                "00ff",
                9,
                null,
                "hash",
                clock.instant());
        table.insert(job, HERE, Arrival.DROPPED);
        table.identify(job, Status.RUNNING);
    }

    @AfterEach
    void close() throws IOException {
        new MarksFiles(ledger).discard(job);
        ledger.close();
    }

    @Test
    void theLedgerIsItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aRowThatIsOpenIsBelowTheDurableHighMark() throws Exception {
        JobLedger rows = take(HERE);

        for (long row = 1; row <= 200; row++) {
            rows.open(record(row), position(row + 1));
            assertThat(number("SELECT high FROM job")).isGreaterThanOrEqualTo(row);
        }
    }

    @Test
    void whatIsFlushedIsDurable() throws Exception {
        JobLedger rows = take(HERE);
        List<OpenRow> open = open(rows, 6);
        rows.end(open.get(0), Outcome.DONE, null, null);
        rows.end(open.get(1), Outcome.REJECTED, "no", "key2");
        rows.end(open.get(3), Outcome.UNKNOWN, "who knows", "key4");
        rows.end(open.get(4), Outcome.SKIPPED, null, null);

        rows.flush();

        assertThat(text("SELECT done || ' ' || rejected || ' ' || skipped || ' ' || unknown FROM job"))
                .isEqualTo("1 1 1 1");
        assertThat(text("SELECT read || ' ' || open || ' ' || at_record FROM job"))
                .isEqualTo("6 3,6 3");
        assertThat(new ExceptionalRows(ledger).behind(job, 0, 10))
                .containsExactly(
                        new Recovery.Ended(2, Outcome.REJECTED, "no"),
                        new Recovery.Ended(4, Outcome.UNKNOWN, "who knows"));
        assertThat(new ExceptionalRows(ledger).behind(job, 2, 10))
                .extracting(Recovery.Ended::row)
                .containsExactly(4L);
    }

    @Test
    void outcomesAreWrittenInTheirOrderAndCountsNeverRunAhead() throws Exception {
        JobLedger rows = take(HERE);
        List<OpenRow> open = open(rows, 40);

        for (OpenRow row : open) {
            rows.end(row, row.number() % 2 == 0 ? Outcome.REJECTED : Outcome.DONE, "no", null);
            assertThat(number("SELECT rejected - (SELECT count(*) FROM exc) FROM job"))
                    .isZero();
            assertThat(number("SELECT count(*) FROM job WHERE done + rejected > " + row.number()))
                    .isZero();
        }
        rows.flush();

        assertThat(number("SELECT done + rejected FROM job")).isEqualTo(40);
    }

    @Test
    void aJobThatIsHeldCannotBeTakenByAnother() throws Exception {
        assertThat(new Takeover(ledger, ELSEWHERE).take(job)).isPresent();

        try (Ledger second = Ledger.open(file, clock)) {
            assertThat(new Takeover(second, HERE).take(job)).isEmpty();
            clock.advance(Owner.LEASE.minusMillis(1));
            assertThat(new Takeover(second, HERE).take(job)).isEmpty();
        }
    }

    @Test
    void aJobWhoseHolderIsGoneCanBeTakenAtOnce() throws Exception {
        assertThat(new Takeover(ledger, new Owner(HERE.host(), HERE.pid(), HERE.started() - 1)).take(job))
                .isPresent();

        assertThat(new Takeover(ledger, HERE).take(job)).isPresent();
    }

    @Test
    void whoLosesTheJobSendsAndChangesNothingMore() throws Exception {
        JobLedger first = take(ELSEWHERE);
        List<OpenRow> open = open(first, 3);
        first.flush();
        clock.advance(Owner.LEASE);

        assertThatThrownBy(first::assertMaySend)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("another process may have taken up job 20261122T120000-abcde")
                .returns(false, e -> ((LedgerException) e).needsAction());
        try (Ledger second = Ledger.open(file, clock)) {
            Taken taken = new Takeover(second, HERE).take(job).orElseThrow();
            assertThat(taken.fence()).isEqualTo(2);
            String before = text("SELECT * FROM job");

            first.end(open.get(0), Outcome.REJECTED, "too late", null);

            assertThatThrownBy(first::flush)
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("Another process has taken up job");
            assertThatThrownBy(first::assertMaySend).hasMessageContaining("Another process has taken up job");
            assertThatThrownBy(() -> first.open(record(4), position(5))).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> first.putDown(true)).isInstanceOf(LedgerException.class);
            assertThat(text("SELECT * FROM job")).isEqualTo(before);
            assertThat(number("SELECT count(*) FROM exc")).isZero();
        }
    }

    @Test
    void whoLosesTheJobCannotEndIt() throws Exception {
        Taken taken = new Takeover(ledger, ELSEWHERE).take(job).orElseThrow();
        clock.advance(Owner.LEASE);
        assertThat(new Takeover(ledger, HERE).take(job)).isPresent();
        String before = text("SELECT * FROM job");
        JobEnd end = JobEnd.withoutRows(Status.DONE, "too late");

        assertThatThrownBy(() -> new JobEnds(ledger).plan(job, taken.fence(), end))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("Another process has taken up job 20261122T120000-abcde; its end is not recorded")
                .returns(false, e -> ((LedgerException) e).needsAction());
        assertThatThrownBy(() -> new JobEnds(ledger).finish(job, taken.fence(), end, clock.instant()))
                .isInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> new Ending(ledger, job.folders()).endAtOnce(job, taken.fence(), end))
                .isInstanceOf(LedgerException.class);

        assertThat(text("SELECT * FROM job")).isEqualTo(before);
        assertThat(ReceiptFile.of(job.folders().after(Status.DONE).resolve(job.fileName())))
                .doesNotExist();
    }

    @Test
    void aCommitRenewsTheLease() throws Exception {
        JobLedger rows = take(HERE);
        clock.advance(Owner.LEASE.minusSeconds(1));
        rows.flush();
        clock.advance(Owner.LEASE.minusSeconds(1));

        rows.assertMaySend();

        clock.advance(java.time.Duration.ofSeconds(1));
        assertThatThrownBy(rows::assertMaySend).hasMessageContaining("nothing is sent until it can");
    }

    @Test
    void afterAKillTheMarksSayWhichRowsAreInDoubt() throws Exception {
        JobLedger rows = take(HERE);
        List<OpenRow> open = open(rows, 5);
        rows.flush();
        open.get(1).mark(CallMarks.UNSAFE_ON_WIRE);
        open.get(2).mark(CallMarks.ACTED);
        open.get(2).markEnded(Outcome.DONE);
        open.get(3).mark(CallMarks.SAFE_ON_WIRE);

        Taken taken = new Takeover(ledger, HERE).take(job).orElseThrow();

        assertThat(taken.open()).containsExactly(1L, 2L, 4L, 5L);
        assertThat(taken.doubt()).isZero();
        assertThat(taken.rows()).isEqualTo(new RowCounts(5, 1, 0, 0, 0));
        assertThat(taken.pasts()).containsOnlyKeys(2L);
        assertThat(taken.position()).isEqualTo(position(1));
    }

    @Test
    void marksThatAreMissingShortOrNotOfThatProcessCountAsALossOfPower() throws Exception {
        List<FileChange> faults = List.of(
                Files::delete,
                marks -> Files.write(marks, new byte[0]),
                marks -> Files.write(marks, new byte[(int) Files.size(marks)]),
                marks -> Files.write(marks, Arrays.copyOf(Files.readAllBytes(marks), (int) Files.size(marks) - 8)),
                marks -> Files.setPosixFilePermissions(marks, PosixFilePermissions.fromString("rw-r--r--")),
                marks -> {
                    Path moved = Files.move(marks, home.resolve("moved"));
                    Files.createSymbolicLink(marks, moved);
                });
        for (FileChange fault : faults) {
            open(take(HERE), 3);
            long high = number("SELECT high FROM job");

            fault.of(Path.of(text("SELECT marks FROM job")));

            Taken taken = new Takeover(ledger, HERE).take(job).orElseThrow();
            assertThat(taken.doubt()).isEqualTo(high).isPositive();
            assertThat(taken.standing(2)).isEqualTo(Taken.Standing.IN_DOUBT);
            Files.deleteIfExists(home.resolve("moved"));
            change("UPDATE job SET doubt = 0, boot = NULL, read = 0, open = '', high = 0, at_record = NULL");
        }
    }

    private interface FileChange {
        void of(Path file) throws IOException;
    }

    @Test
    void marksOnADiskProveNothing() throws Exception {
        assumeFalse(MarksDirectory.isInMemory(home), "this directory is in memory");
        open(take(HERE), 3);
        Path marks = Path.of(text("SELECT marks FROM job"));
        Path onDisk = Files.copy(marks, home.resolve(marks.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        change("UPDATE job SET marks = '" + onDisk + "'");

        assertThat(new Takeover(ledger, HERE).take(job).orElseThrow().standing(2))
                .isEqualTo(Taken.Standing.IN_DOUBT);
    }

    @Test
    void aLedgerThatLostWhatItCalledDurableLeavesWhatMayHaveBeenSentInDoubt() throws Exception {
        JobLedger rows = take(HERE);
        rows.flush();
        String copied = "high = " + number("SELECT high FROM job") + ", read = 0, open = '', done = 0";
        for (OpenRow row : open(rows, 100)) {
            row.mark(CallMarks.ACTED);
            rows.end(row, Outcome.DONE, null, null);
        }
        rows.flush();
        long high = number("SELECT high FROM job");
        change("UPDATE job SET " + copied);

        Taken taken = new Takeover(ledger, HERE).take(job).orElseThrow();

        assertThat(taken.doubt()).isEqualTo(high).isGreaterThan(100);
        assertThat(taken.rows().done()).as("what the marks still say").isPositive();
    }

    @Test
    void marksAreRemovedWithTheJobThatTheyAreOf() throws Exception {
        take(HERE);
        Path first = Path.of(text("SELECT marks FROM job"));
        JobLedger second = take(HERE);
        new MarksFiles(ledger).discardAllBut(second.before().marks(), job);
        assertThat(first).doesNotExist();
        assertThat(second.before().marks().file()).exists();

        new MarksFiles(ledger).discard(job);

        assertThat(second.before().marks().file()).doesNotExist();
    }

    @Test
    void aRowInDoubtStaysInDoubtHoweverTheProcessEnds() throws Exception {
        JobLedger first = take(HERE);
        List<OpenRow> open = open(first, 4);
        first.doubted(open.get(1), Past.NONE.doubted("no answer"));
        first.doubted(open.get(2), Past.NONE.doubted("no answer"));
        first.end(open.get(2), Outcome.DONE, null, null);
        first.putDown(true);
        JobLedger second = take(HERE);
        assertThat(second.before().past(2)).isEqualTo(new Past("no answer", 1, 0));
        OpenRow row = second.open(record(2), position(3));
        second.flush();
        row.doubted(false);

        Taken taken = new Takeover(ledger, HERE).take(job).orElseThrow();

        assertThat(taken.open()).containsExactly(1L, 2L, 4L);
        assertThat(taken.pasts()).containsOnly(java.util.Map.entry(2L, new Past("no answer", 1, 0)));
    }

    @Test
    void whatWasKnownOfARowIsForgottenWhenItHasEnded() throws Exception {
        JobLedger rows = take(HERE);
        OpenRow row = rows.open(record(1), position(2));
        rows.doubted(row, Past.NONE.doubted("no answer"));
        rows.flush();
        assertThat(number("SELECT count(*) FROM past")).isEqualTo(1);

        rows.end(row, Outcome.UNKNOWN, "no answer", null);
        rows.flush();

        assertThat(number("SELECT count(*) FROM past")).isZero();
    }

    @Test
    void aLedgerOfTheFirstVersionIsUpgraded() throws Exception {
        ledger.close();
        change("DROP TABLE past");
        change("DROP TABLE commits");
        change("DROP TABLE import");
        Files.delete(Path.of(file + "-commits"));
        for (String index : List.of("job_at_work", "job_to_refile", "job_to_tell", "job_to_clear")) {
            change("DROP INDEX " + index);
        }
        for (String column : List.of("arrival", "hold", "waits", "worked_ms", "refile", "untold", "cleared", "marks")) {
            change("ALTER TABLE job DROP COLUMN " + column);
        }
        change("PRAGMA user_version = 1");

        ledger = Ledger.open(file, clock);

        assertThat(new JobTable(ledger).byId(job.id())).get().returns(Arrival.DROPPED, JobTable.Entry::arrival);
        assertThat(number("SELECT count(*) FROM past")).isZero();
        assertThat(number("PRAGMA user_version")).isEqualTo(6);
    }

    @Test
    void afterAPowerLossOpenRowsUpToTheHighMarkAreInDoubt() throws Exception {
        JobLedger rows = take(HERE);
        List<OpenRow> open = open(rows, 5);
        open.get(1).mark(CallMarks.ACTED);
        rows.end(open.get(0), Outcome.DONE, null, null);
        rows.flush();
        long high = number("SELECT high FROM job");
        change("UPDATE job SET boot = 'another'");

        JobLedger next = take(HERE);

        assertThat(next.before().standing(1)).isEqualTo(Taken.Standing.ENDED);
        assertThat(next.before().standing(2)).isEqualTo(Taken.Standing.IN_DOUBT);
        assertThat(next.before().standing(6)).isEqualTo(Taken.Standing.IN_DOUBT);
        assertThat(next.before().standing(high)).isEqualTo(Taken.Standing.IN_DOUBT);
        assertThat(next.before().standing(high + 1)).isEqualTo(Taken.Standing.OPEN);
        assertThat(next.counts()).isEqualTo(new RowCounts(5, 1, 0, 0, 0));
    }

    @Test
    void rowsInDoubtStayInDoubtUntilTheyHaveEnded() throws Exception {
        open(take(HERE), 5);
        change("UPDATE job SET boot = 'another'");
        JobLedger second = take(HERE);
        OpenRow row = second.open(record(1), position(2));
        second.end(row, Outcome.UNKNOWN, "power", null);
        second.putDown(true);

        JobLedger third = take(HERE);

        assertThat(third.before().standing(1)).isEqualTo(Taken.Standing.ENDED);
        assertThat(third.before().standing(2)).isEqualTo(Taken.Standing.IN_DOUBT);
    }

    @Test
    void aJobThatWasPutDownCleanlyHasNothingInDoubtAfterAPowerLoss() throws Exception {
        JobLedger rows = take(HERE);
        open(rows, 3);
        rows.putDown(true);

        Taken taken = new Takeover(ledger, ELSEWHERE).take(job).orElseThrow();

        assertThat(taken.doubt()).isZero();
        assertThat(taken.high()).isEqualTo(3);
        assertThat(taken.open()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aJobThatStoppedHasNothingInDoubtAfterAPowerLoss() throws Exception {
        JobLedger rows = take(HERE);
        open(rows, 3);
        rows.flush();
        JobEnd end = new JobEnd(
                Status.STOPPED,
                "secret expired",
                false,
                rows.counts(),
                rows.calls().total());
        new JobEnds(ledger).finish(job, 1, end, clock.instant());
        change("UPDATE job SET boot = CASE boot WHEN 'clean' THEN boot ELSE 'another' END");

        assertThat(new Takeover(ledger, HERE).take(job).orElseThrow().doubt()).isZero();
    }

    @Test
    void whatCannotBeUnderstoodFailsTheQuestionInsteadOfHanging() throws Exception {
        change("UPDATE job SET status = 'sleeping'");

        assertThatThrownBy(() -> table.byId(job.id()))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("holds what cannot be understood");
    }

    @Test
    void whatCannotBeUnderstoodKeepsNothingElseFromBeingRecorded() throws Exception {
        JobLedger rows = take(HERE);
        change("UPDATE job SET status = 'sleeping'");
        assertThatThrownBy(() -> table.byId(job.id())).isInstanceOf(LedgerException.class);

        rows.flush();

        rows.assertMaySend();
    }

    @Test
    void afterAFaultNothingIsSentForAJobBeforeItIsTakenAgain() throws Exception {
        JobLedger rows = take(HERE);
        ledger.writeNow(failing());
        await().untilAsserted(() -> assertThatThrownBy(rows::assertMaySend)
                .hasMessageContaining("The ledger " + file + " cannot be written (broken)"));
        await().until(() -> ledger.broken() == null);

        assertThatThrownBy(rows::assertMaySend).isInstanceOf(LedgerException.class);
        take(HERE).assertMaySend();
    }

    private static Ledger.Change failing() {
        return new Ledger.Change() {
            @Override
            public void write(Connection connection) throws SQLException {
                throw new SQLException("broken");
            }

            @Override
            public void committed() {}

            @Override
            public void failed(LedgerException reason) {}
        };
    }

    @Test
    void aClosedLedgerAnswersThatItIsClosed() {
        ledger.close();

        assertThatThrownBy(() -> table.byId(job.id()))
                .isInstanceOf(LedgerException.class)
                .hasMessage("The ledger is closed");
    }

    @Test
    void aLedgerOfANewerVersionIsRefused() throws Exception {
        ledger.close();
        change("PRAGMA user_version = 99");

        assertThatThrownBy(() -> Ledger.open(file, clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("written by a newer Bactrian (version 99 of its tables, 6 is known)")
                .hasMessageContaining("set bactrian.ledger to another place");
    }

    @Test
    void aFileThatIsNoLedgerIsRefused() throws Exception {
        Path other = Files.writeString(home.resolve("other.db"), "something else entirely".repeat(100));

        assertThatThrownBy(() -> Ledger.open(other, clock)).hasMessageContaining(other.toString());
        assertThat(other).hasContent("something else entirely".repeat(100));
    }

    @Test
    void theSecretOfRowIdsStaysTheSame() throws Exception {
        byte[] secret = RowIds.secret(ledger);
        ledger.close();

        ledger = Ledger.open(file, clock);

        assertThat(RowIds.secret(ledger)).hasSize(32).isEqualTo(secret);
    }

    private JobLedger take(Owner owner) throws Exception {
        Optional<Taken> taken = new Takeover(ledger, owner).take(job);
        return new JobLedger(ledger, job, taken.orElseThrow(), position(1));
    }

    private static List<OpenRow> open(JobLedger rows, int count) throws Exception {
        List<OpenRow> open = new java.util.ArrayList<>();
        for (long row = 1; row <= count; row++) {
            open.add(rows.open(record(row), position(row + 1)));
        }
        return open;
    }

    private static SourceRecord record(long row) {
        return new SourceRecord(row, row + 1, row * 10, new byte[0], row, List.of(), List.of(), null);
    }

    private static Position position(long row) {
        return new Position(row, row * 10, row + 1);
    }

    private long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    private String text(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                text.append(i == 1 ? "" : "|").append(row.getString(i));
            }
            return text.toString();
        }
    }

    private void change(String update) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.executeUpdate(update);
        }
    }
}
