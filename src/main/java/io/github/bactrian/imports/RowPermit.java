package io.github.bactrian.imports;

import io.github.bactrian.imports.RowCalls.Made;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lets the rows of an exchange call while their job is this process', and keeps what they have called if they take long. */
final class RowPermit implements RowCalls.Permit {
    private final JobLedger ledger;
    private final ImportSettings settings;
    private final List<Task> rows;

    RowPermit(JobLedger ledger, ImportSettings settings, List<Task> rows) {
        this.ledger = ledger;
        this.settings = settings;
        this.rows = rows;
    }

    @Override
    public void assertMaySend() throws IOException {
        ledger.assertMaySend();
    }

    @Override
    public Duration resumes(String account) {
        if (rows.get(0).asking) {
            return Duration.ZERO;
        }
        UnaryOperator<String> mask = Reason.mask(
                rows.stream().map(task -> task.row().row()).toList(),
                settings.secretFields(),
                UnaryOperator.identity());
        String doubt = mask.apply(
                "the process ended before the route had completed, and a call may have taken effect: " + account);
        rows.forEach(task -> ledger.called(task.open(), doubt, task.doubts + 1));
        return settings.maxPause();
    }

    @Override
    public List<Made> before() {
        return rows.size() == 1 ? rows.get(0).failedBefore : List.of();
    }
}
