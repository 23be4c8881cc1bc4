package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.testing.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();

    @Test
    void aClaimWithoutFileIsForgottenOnlyWhenNobodyCanBeAboutToMoveTheFile() throws Exception {
        Folders folders = new Folders(home.resolve("inbox"));
        ImportSettings settings = TestSettings.in(folders.inbox());
        try (Ledger ledger = Ledger.open(home.resolve("ledger.db"), clock)) {
            JobTable table = new JobTable(ledger);
            Intake intake = new Intake(settings, table, folders, clock);
            JobRunner runner = new JobRunner(
                    settings,
                    ledger,
                    table,
                    intake,
                    (task, calls) -> {
                        throw new AssertionError("there is no row to run");
                    },
                    Runnable::run,
                    "routes");
            table.insert(new Job(
                    "20261122T120000-abcde",
                    "users",
                    "new.csv",
                    folders.work().resolve("new.csv"),
                    "",
                    0,
                    null,
                    "",
                    clock.instant()));

            assertThat(runner.goOn(table.unfinished("users").get(0), false)).isNull();
            assertThat(table.unfinished("users")).hasSize(1);

            clock.advance(Owner.LEASE.plusMillis(1));
            assertThat(runner.goOn(table.unfinished("users").get(0), false)).isNull();
            assertThat(table.unfinished("users")).isEmpty();
        }
    }
}
