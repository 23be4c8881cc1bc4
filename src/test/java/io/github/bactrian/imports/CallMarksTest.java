package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallMarksTest {
    @TempDir
    Path home;

    @Test
    void marksAreReadBackByRow() throws Exception {
        Path file = home.resolve("marks");
        CallMarks marks = CallMarks.create(file);
        marks.set(marks.take(), 1, 0);
        marks.set(marks.take(), 1L << 40, CallMarks.UNSAFE_ON_WIRE | CallMarks.ACTED);
        int slot = marks.take();
        marks.set(slot, 3, CallMarks.SAFE_ON_WIRE);
        marks.set(slot, 3, CallMarks.ended(Outcome.REJECTED, CallMarks.ACTED));

        Map<Long, Integer> left = CallMarks.left(file);

        assertThat(left)
                .containsOnly(
                        Map.entry(1L, 0),
                        Map.entry(1L << 40, CallMarks.UNSAFE_ON_WIRE | CallMarks.ACTED),
                        Map.entry(3L, CallMarks.ended(Outcome.REJECTED, CallMarks.ACTED)));
        assertThat(CallMarks.outcome(left.get(3L))).isEqualTo(Outcome.REJECTED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void noFileMeansNoMarks() throws IOException {
        assertThat(CallMarks.left(home.resolve("none"))).isEmpty();
    }

    @Test
    void aNewFileHoldsNothingOfAnOldOne() throws Exception {
        Path file = home.resolve("marks");
        CallMarks.create(file).set(17, 5, CallMarks.ACTED);

        CallMarks.create(file);

        assertThat(CallMarks.left(file)).isEmpty();
    }

    @Test
    void aSlotIsGivenOutAgainOnlyWhenVacated() throws Exception {
        CallMarks marks = CallMarks.create(home.resolve("marks"));
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
