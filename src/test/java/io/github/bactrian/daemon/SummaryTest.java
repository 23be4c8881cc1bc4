package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.imports.Receipt;
import io.github.bactrian.imports.RowCounts;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "done,0",
        "skipped,0",
        "done-with-rejects,3",
        "done-with-unknown,4",
        "stopped,1",
        "incomplete,1",
        "failed,1"
    })
    void theExitCodeTellsTheEnding(String status, int code) {
        assertThat(summary(status, 0, 0).exitCode()).isEqualTo(code);
    }

    @Test
    void rejectsAndUnknownRowsAreToldWithTheirFiles() {
        assertThat(summary("done-with-unknown", 2, 1).lines())
                .containsExactly(
                        "u.csv  1,000 rows in 1 min 40 s, 997 done, 2 rejected, 1 unknown",
                        "  rejected  in/rejects/j1-u.csv",
                        "            each row says why in _error; mend it and import that file",
                        "  unknown   in/unknown/j1-u.csv",
                        "            sent but not answered; find out whether they took effect, then: bactrian jobs settle j1 --done | --resend");
    }

    @Test
    void aStoppedJobNamesNoFileThatIsWrittenWhenItHasEnded() {
        assertThat(summary("stopped", 2, 1).lines())
                .contains(
                        "  rejected  come to in/rejects when the job has ended; why: bactrian jobs show j1",
                        "  unknown   come to in/unknown when the job has ended")
                .noneMatch(line -> line.contains("u.csv") && line.contains("in/"));
    }

    private static Summary summary(String status, long rejected, long unknown) {
        RowCounts rows = new RowCounts(1000, 1000 - rejected - unknown, rejected, 0, unknown);
        Receipt receipt = new Receipt(
                "users",
                "j1",
                "u.csv",
                "00",
                10,
                null,
                status,
                rows,
                STARTED,
                STARTED.plusSeconds(100),
                100_000,
                new Receipt.Calls(1000, 0, 0, 0),
                null,
                "h");
        return new Summary(receipt, Path.of("in"));
    }
}
