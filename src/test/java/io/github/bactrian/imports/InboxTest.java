package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();

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

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content);
    }

    private Inbox inbox(Object... settings) {
        return new Inbox(TestSettings.in(home, settings), clock);
    }
}
