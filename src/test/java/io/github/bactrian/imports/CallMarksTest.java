package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallMarksTest {
    @TempDir
    Path home;

    private final UUID name = UUID.randomUUID();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = home.resolve("marks");
    }

    @Test
    void marksAreReadBackByRow() throws Exception {
        CallMarks marks = CallMarks.create(file, name);
        marks.set(marks.take(), 1, 0);
        marks.set(marks.take(), 1L << 40, CallMarks.UNSAFE_ON_WIRE | CallMarks.ACTED);
        int slot = marks.take();
        marks.set(slot, 3, CallMarks.SAFE_ON_WIRE);
        marks.set(slot, 3, CallMarks.ended(Outcome.REJECTED, CallMarks.ACTED));
        marks.durable(17, 64);
        marks.assertStored();

        MarksLeft left = CallMarks.left(file, name).orElseThrow();

        assertThat(left.rows())
                .containsOnly(
                        Map.entry(1L, 0),
                        Map.entry(1L << 40, CallMarks.UNSAFE_ON_WIRE | CallMarks.ACTED),
                        Map.entry(3L, CallMarks.ended(Outcome.REJECTED, CallMarks.ACTED)));
        assertThat(CallMarks.outcome(left.rows().get(3L))).isEqualTo(Outcome.REJECTED);
        assertThat(left.ended()).isEqualTo(17);
        assertThat(left.high()).isEqualTo(64);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void marksOfAnotherNameProveNothing() throws IOException {
        CallMarks unused = CallMarks.create(file, name);

        assertThat(CallMarks.left(file, UUID.randomUUID())).isEmpty();
    }

    @Test
    void marksAreNeverWrittenToWhatIsThereAlready() throws IOException {
        Path victim = Files.writeString(home.resolve("victim"), "precious");
        Files.createSymbolicLink(file, victim);

        assertThatThrownBy(() -> CallMarks.create(file, name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("bactrian.marks");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void marksThatAreNotStoredStopTheSending() throws Exception {
        CallMarks marks = CallMarks.create(file, name);
        for (int row = 0; row < 50_000; row++) {
            marks.set(1, row, CallMarks.SAFE_ON_WIRE);
        }
        marks.assertStored();
        Files.write(file, new byte[0]);

        // it is seen at once, or the JVM reports it to the thread that met it a little later
        AtomicBoolean sent = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            marks.set(1, 7, CallMarks.UNSAFE_ON_WIRE);
            if (isStored(marks) && Files.exists(home) && Files.exists(file)) {
                sent.set(true);
            }
        });
        sender.setUncaughtExceptionHandler((thread, e) -> assertThat(e).isInstanceOf(InternalError.class));
        sender.start();
        sender.join();

        assertThat(sent).isFalse();
    }

    private static boolean isStored(CallMarks marks) {
        try {
            marks.assertStored();
            return true;
        } catch (LedgerException e) {
            return false;
        }
    }

    @Test
    void aSlotIsGivenOutAgainOnlyWhenVacated() throws Exception {
        CallMarks marks = CallMarks.unkept();
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < CallMarks.SLOTS; i++) {
            assertThat(taken.add(marks.take())).isTrue();
        }
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                next.complete(marks.take());
            } catch (InterruptedException e) {
                next.completeExceptionally(e);
            }
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        assertThat(next).isNotDone();

        marks.vacate(42);

        assertThat(next.get()).isEqualTo(42);
    }

    @Test
    void eachOutcomeHasAMarkOfItsOwn() {
        for (Outcome outcome : Outcome.values()) {
            assertThat(CallMarks.outcome(CallMarks.ended(outcome, CallMarks.ACTED)))
                    .isEqualTo(outcome);
        }
    }
}
