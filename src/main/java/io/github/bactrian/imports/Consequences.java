package io.github.bactrian.imports;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets verdicts, free of row content, take effect on rows and on their job. Not thread-safe. */
final class Consequences {
    private final JobLedger ledger;
    private final RowQueue queue;
    private final Steering steering;
    private final Doubts doubts;

    Consequences(JobLedger ledger, RowQueue queue, Steering steering, Doubts doubts) {
        this.ledger = ledger;
        this.queue = queue;
        this.steering = steering;
        this.doubts = doubts;
    }

    /** Ends rows that need no run; the others, whose run begins now, are returned. */
    List<Task> begin(List<Task> rows) {
        List<Task> running = new ArrayList<>();
        for (Task task : rows) {
            Verdict decided = decided(task);
            if (decided == null) {
                steering.begin(task);
                running.add(task);
            } else {
                settle(task, decided);
            }
        }
        return running;
    }

    private @Nullable Verdict decided(Task task) {
        if (task.decided != null || task.asking) {
            return task.decided;
        }
        return queue.isBlocked(task) || ledger.before().isBlocked(task.row().keyHash())
                ? Verdict.ended(
                        Outcome.REJECTED,
                        "not sent, because an earlier row with the same key ended unknown; settle that one first")
                : null;
    }

    /** Rows have run together. Those that ended come first: what they show counts for those that go on. */
    void settle(List<Task> rows, List<Verdict> verdicts, Contact contact) {
        // before they end: a row that ends without an answer is no sign that work can go on
        steering.heard(rows.get(0), contact);
        for (boolean ended : new boolean[] {true, false}) {
            for (int i = 0; i < rows.size(); i++) {
                if ((verdicts.get(i).outcome() != null) == ended) {
                    settle(rows.get(i), verdicts.get(i));
                }
            }
        }
    }

    private void settle(Task task, Verdict verdict) {
        Verdict end = steering.apply(task, verdict);
        conclude(
                task,
                end.outcome() == Outcome.UNKNOWN
                        ? doubts.doubted(task, String.valueOf(end.reason()))
                        : task.resent.bindResent(end));
    }

    /** The probe has answered. */
    void answered(Task task, Probe.Result result) {
        Verdict held = steering.apply(task, Verdict.again(result.job()));
        boolean later = result.answer() == null && held.outcome() == null;
        conclude(task, later ? held : doubts.answered(task, result, held.reason()));
    }

    private void conclude(Task task, Verdict end) {
        if (end.outcome() == null) {
            task.open().mark(0);
            if (end.job() instanceof Verdict.Alone) {
                queue.suspect(task);
            }
            queue.again(task);
        } else {
            ledger.end(task.open(), end.outcome(), end.reason(), task.row().keyHash());
            queue.ended(task, end.outcome());
            steering.ended(task, end.outcome());
        }
    }
}
