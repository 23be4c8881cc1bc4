package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands open a ledger to which a daemon writes all the time. */
class BusyLedgerTest {
    private static final int COMMANDS = 100;

    @TempDir
    Path home;

    @Test
    void aLedgerToWhichADaemonWritesIsNeverTakenForAnOldOne() throws Exception {
        Path file = home.resolve("ledger.db");
        try (Ledger daemon = Ledger.open(file, Clock.systemUTC())) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> write(daemon, over));
            try {
                for (int command = 0; command < COMMANDS; command++) {
                    Ledger.open(file, Clock.systemUTC()).close();
                }
            } finally {
                over.set(true);
            }
            assertThat(writing.get()).as("transactions meanwhile").isGreaterThan(COMMANDS / 4);
        }
    }

    private static int write(Ledger daemon, AtomicBoolean over) {
        int written = 0;
        while (!over.get()) {
            try {
                daemon.update("INSERT INTO import(name, directory) VALUES (?, '')", "import-" + written++);
            } catch (LedgerException e) {
                throw new IllegalStateException(e);
            }
        }
        return written;
    }
}
