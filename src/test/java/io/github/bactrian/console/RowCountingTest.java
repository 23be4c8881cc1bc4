package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCountingTest {
    private final Metrics metrics = new Metrics();

    @Test
    void rowsCountOnceThoughTheirJobIsNotToldOfWhileItsFilesAreMoved() {
        metrics.add(List.of(job("running", 50, 0)));
        metrics.add(List.of());
        metrics.add(List.of(job("done", 56, 0)));

        assertThat(done()).isEqualTo(56);
    }

    @Test
    void whatAnEarlierProcessDidIsNotCounted() {
        metrics.add(List.of(job("running", 500, 4096)));
        metrics.add(List.of(job("running", 510, 4096)));

        assertThat(done()).isEqualTo(10);
    }

    private double done() {
        return metrics.registry()
                .get("bactrian.rows")
                .tags("import", "users", "outcome", "done")
                .counter()
                .count();
    }

    private static JobProgress job(String state, long done, long resumedAt) {
        RowCounts rows = new RowCounts(done, done, 0, 0, 0);
        return new JobProgress("users", "job", "users.csv", state, 100, 10, resumedAt, rows, Instant.EPOCH, null, null);
    }
}
