package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/** What is asked of the ledger between two jobs takes as many of SQLite's steps however many jobs there were. */
class ManyJobsTest {
    private static final int STEPS = 10;

    @TempDir
    Path home;

    @Test
    void whatIsAskedForEachJobTakesNoLongerAfterManyJobs() throws Exception {
        int afterFew = steps(home.resolve("few.db"), 10);

        assertThat(steps(home.resolve("many.db"), 5000)).isLessThan(2 * afterFew + 10);
    }

    /** Counts the steps of what the loop asks when there is nothing to do, in tens. */
    private static int steps(Path file, int jobs) throws Exception {
        Connection connection = LedgerSchema.connect(file);
        AtomicInteger steps = new AtomicInteger();
        try (Ledger ledger = Ledger.over(file, connection, null, Clock.systemUTC())) {
            ledger.ask(writing -> Sql.update(
                    writing,
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                            + " INSERT INTO job(id, import, file, work, sha256, bytes, route_hash, status, started, finished)"
                            + " SELECT 'job' || i, 'users', 'f', 'w', 's' || i, 1, '', 'done', i, i FROM n",
                    jobs));
            ledger.ask(counting -> {
                ProgressHandler.setHandler(counting, STEPS, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        steps.incrementAndGet();
                        return 0;
                    }
                });
                return true;
            });
            JobTable table = new JobTable(ledger);
            Backlog backlog = new Backlog(ledger);
            assertThat(table.atWork("users")).isEmpty();
            table.setWaitsOfAll("users", "its window");
            assertThat(backlog.toBeRefiled("users")).isEmpty();
            assertThat(backlog.toBeProbed("users")).isEmpty();
            assertThat(backlog.untold("users")).isEmpty();
            backlog.toldAll("users");
            assertThat(backlog.endedBefore("users", Instant.EPOCH)).isEmpty();
            return steps.get();
        }
    }
}
