package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();

    @BeforeEach
    void theClockShowsTheTimeThatFilesBear() {
        clock.advance(Duration.between(clock.instant(), Instant.now()));
    }

    @Test
    void aFileIsCompleteWhenItStayedUnchangedForTheQuietPeriod() throws IOException {
        Inbox inbox = inbox();
        Path file = drop("new.csv", "a");

        assertThat(inbox.complete()).isEmpty();
        clock.advance(Duration.ofMillis(4999));
        assertThat(inbox.complete()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(inbox.complete()).first().isEqualTo(file);
    }

    @Test
    void aFileThatGrowsIsWaitedForHoweverLong() throws IOException {
        Inbox inbox = inbox();
        for (int i = 1; i < 10; i++) {
            drop("new.csv", "a".repeat(i));
            assertThat(inbox.complete()).isEmpty();
            clock.advance(Duration.ofSeconds(4));
            assertThat(inbox.complete()).isEmpty();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(inbox.complete()).isNotEmpty();
    }

    @Test
    void aFileWhoseTimeChangesIsWaitedFor() throws IOException {
        Inbox inbox = inbox();
        Path file = drop("new.csv", "a");
        inbox.complete();
        clock.advance(Duration.ofSeconds(9));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        assertThat(inbox.complete()).isEmpty();
    }

    @Test
    void aFileFromTheFutureIsTakenWhenItStaysUnchanged() throws IOException {
        Inbox inbox = inbox();
        Path file = drop("new.csv", "a");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(inbox.complete()).isEmpty();
        clock.advance(Duration.ofSeconds(5));

        assertThat(inbox.complete()).containsExactly(file);
    }

    @Test
    void aFileThatGrowsWhileItsTimeStaysIsWaitedFor() throws IOException {
        Inbox inbox = inbox();
        FileTime coarse = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(drop("new.csv", "a"), coarse);
        inbox.complete();
        clock.advance(Duration.ofSeconds(5));
        Files.setLastModifiedTime(drop("new.csv", "aa"), coarse);

        assertThat(inbox.complete()).isEmpty();
    }

    @Test
    void anOldFileIsWaitedForToo() throws IOException {
        Files.setLastModifiedTime(drop("new.csv", "a"), FileTime.from(Instant.EPOCH));

        assertThat(inbox().complete()).isEmpty();
    }

    @Test
    void aFileThatWasReplacedByAnotherIsSeenAnew() throws IOException {
        Inbox inbox = inbox();
        Path file = drop("new.csv", "a");
        inbox.complete();
        Files.delete(file);
        inbox.complete();
        clock.advance(Duration.ofSeconds(9));
        drop("new.csv", "a");

        assertThat(inbox.complete()).isEmpty();
    }

    @Test
    void theFileThatWasChangedFirstComesFirst() throws IOException {
        Inbox inbox = inbox("quietPeriod", "0s");
        Files.setLastModifiedTime(drop("a.csv", "a"), FileTime.from(Instant.ofEpochSecond(2)));
        Path older = drop("b.csv", "b");
        Files.setLastModifiedTime(older, FileTime.from(Instant.ofEpochSecond(1)));

        assertThat(inbox.complete()).first().isEqualTo(older);
    }

    @Test
    void aMarkedFileIsCompleteAtOnceAndItsMarkerGoesWithIt() throws IOException {
        Inbox inbox = inbox("doneFileName", "${file:name}.done");
        Path file = drop("new.csv", "a");
        drop("other.csv", "a");
        clock.advance(Duration.ofHours(1));
        assertThat(inbox.complete()).isEmpty();

        Path marker = drop("new.csv.done", "");
        assertThat(inbox.complete()).first().isEqualTo(file);
        inbox.taken(file);

        assertThat(marker).doesNotExist();
    }

    @Test
    void aMarkerForAllFilesStays() throws IOException {
        Inbox inbox = inbox("doneFileName", "READY");
        Path file = drop("new.csv", "a");
        assertThat(inbox.complete()).isEmpty();

        Path marker = drop("READY", "");
        assertThat(inbox.complete()).first().isEqualTo(file);
        inbox.taken(file);

        assertThat(marker).exists();
    }

    @Test
    void whatIsNoPlainFileIsLeftAlone() throws IOException {
        Inbox inbox = inbox("quietPeriod", "0s");
        Files.createDirectory(home.resolve("x.csv"));
        Path outside = Files.createTempFile("outside", ".csv");
        Files.createSymbolicLink(home.resolve("link.csv"), outside);
        Files.createSymbolicLink(home.resolve("broken.csv"), home.resolve("nowhere"));
        Files.createSymbolicLink(home.resolve("folder.csv"), home.resolve("x.csv"));
        drop(".hidden.csv", "a");
        drop("new.csv.part", "a");

        assertThat(inbox.complete()).isEmpty();
        Files.delete(outside);
    }

    @Test
    void theOldestOfManyComeFirstAndAllAreCounted() throws IOException {
        Inbox inbox = inbox();
        drop("z.csv", "a");
        inbox.complete();
        for (int i = 0; i < 30; i++) {
            drop(i + ".csv", "a");
        }
        clock.advance(Duration.ofSeconds(30));
        inbox.complete();

        InboxState state = state(inbox);

        assertThat(state.files()).isEqualTo(31);
        assertThat(state.waiting()).hasSize(20);
        assertThat(state.waiting().get(0))
                .returns("z.csv", WaitingFile::file)
                .returns(state.oldest(), WaitingFile::since);
        assertThat(inbox.state(Duration.ofMinutes(1)).files()).isZero();
    }

    @Test
    void takingManyFilesLooksAtEachOfThemAFewTimesAndNotAtAllForEach() throws IOException {
        int files = 1000;
        Inbox inbox = inbox("quietPeriod", "0s");
        for (int i = 0; i < files; i++) {
            Files.setLastModifiedTime(drop(i + ".csv", "a"), FileTime.fromMillis(i));
        }
        int before = clock.readings();

        for (int i = 0; i < files; i++) {
            inbox.refresh();
            Path next = inbox.next().path();
            assertThat(next).hasFileName(i + ".csv");
            Files.delete(next);
            inbox.taken(next);
        }

        assertThat(clock.readings() - before)
                .as("the clock is read for each look at a file")
                .isBetween(files, 10 * files);
    }

    @Test
    void aFileThatWasChangedOrTakenAwaySinceTheLookIsNotGivenOut() throws IOException {
        Inbox inbox = inbox("quietPeriod", "5s");
        Path changed = drop("a.csv", "a");
        Path gone = drop("b.csv", "a");
        Path left = drop("c.csv", "a");
        inbox.refresh();
        clock.advance(Duration.ofSeconds(5));
        inbox.refresh();
        drop("a.csv", "ab");
        Files.delete(gone);

        assertThat(inbox.next().path()).isEqualTo(left);
        assertThat(inbox.next()).isNull();
        assertThat(changed).exists();
    }

    private static @Nullable String why(Inbox inbox) {
        return state(inbox).waiting().get(0).reason();
    }

    private static InboxState state(Inbox inbox) {
        return inbox.state(Duration.ZERO);
    }

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content);
    }

    private Inbox inbox(Object... settings) {
        return new Inbox(TestSettings.in(home, settings), clock);
    }

    @Test
    void aFileWhoseMarkerIsMissingForAnHourIsToldOnceWithBothPathsAndTheWayOut() throws IOException {
        Inbox inbox = inbox("doneFileName", "${file:name}.done");
        Path file = drop("new.csv", "a");
        String reason = "has no marker " + file + ".done; make that file when this one is complete";

        try (Logged log = Logged.by(Waiting.class)) {
            inbox.complete();
            assertThat(why(inbox)).startsWith(reason);
            clock.advance(Duration.ofMinutes(59));
            inbox.complete();
            assertThat(log.lines()).isEmpty();

            for (int times = 0; times < 3; times++) {
                clock.advance(Waiting.TOLD_AFTER);
                assertThat(inbox.complete()).isEmpty();
            }

            assertThat(log.lines()).singleElement().asString().contains(file + " " + reason);
            assertThat(file).exists();
        }
    }

    @Test
    void aMarkerWhoseFileIsMissingForAnHourIsToldOnceWithBothPathsAndTheWayOut() throws IOException {
        Inbox inbox = inbox("doneFileName", "${file:name}.done");
        Path marker = drop("new.csv.done", "");

        try (Logged log = Logged.by(Waiting.class)) {
            for (int times = 0; times < 3; times++) {
                assertThat(inbox.complete()).isEmpty();
                clock.advance(Waiting.TOLD_AFTER);
            }

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            marker + " marks " + home.resolve("new.csv"),
                            "not there; drop that file, or remove the marker");
            assertThat(state(inbox).files()).isEqualTo(1);

            Path file = drop("new.csv", "a");
            assertThat(inbox.complete()).containsExactly(file);
            assertThat(why(inbox)).as("it waits for its turn").isNull();
        }
    }

    @Test
    void aMarkerForAllFilesMayStandAlone() throws IOException {
        Inbox inbox = inbox("doneFileName", "READY");
        drop("READY", "");
        inbox.complete();

        assertThat(state(inbox).files()).isZero();
    }

    @Test
    void aFileThatIsWrittenForAnHourIsToldOnce() throws IOException {
        Inbox inbox = inbox();
        try (Logged log = Logged.by(Waiting.class)) {
            for (int i = 1; i < 1000; i++) {
                drop("new.csv", "a".repeat(i));
                inbox.complete();
                clock.advance(Duration.ofSeconds(4));
            }

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("new.csv may still be written to", "5 s (quietPeriod)");
        }
    }

    @Test
    void aNameThatThePatternDoesNotTakeIsToldToo() throws IOException {
        Inbox inbox = inbox("include", "*.csv");
        drop("users.CSV", "a");
        drop("half.csv.part", "a");
        inbox.complete();

        assertThat(why(inbox)).contains("has a name that include=*.csv");
    }

    @Test
    void aDirectoryThatLooksLikeAFileIsToldOnceAndTheImportsOwnFoldersAreNot() throws IOException {
        Files.createDirectory(home.resolve("x.csv"));
        for (String own : Folders.NAMES) {
            Files.createDirectory(home.resolve(own));
        }
        Inbox inbox = inbox("quietPeriod", "0s");

        try (Logged log = Logged.by(Inbox.class)) {
            assertThat(inbox.complete()).isEmpty();
            assertThat(inbox.complete()).isEmpty();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith("x.csv is left alone, because it is a directory");
        }
    }

    @Test
    void aPipeIsLeftAloneAndToldOnce() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", home.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        Inbox inbox = inbox("quietPeriod", "0s");

        try (Logged log = Logged.by(Inbox.class)) {
            assertThat(inbox.complete()).isEmpty();
            assertThat(inbox.complete()).isEmpty();

            assertThat(log.lines()).singleElement().asString().contains("pipe.csv is left alone");
        }
    }
}
