package io.github.bactrian.imports;

import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.util.function.Suppliers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the rows of an exchange through the route, or asks the probe about one, and judges what came of it. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final ImportSettings settings;
    private final RowRoute route;
    private final Consequences consequences;
    private final Clock clock;

    Attempt(ImportSettings settings, RowRoute route, Consequences consequences, Clock clock) {
        this.settings = settings;
        this.route = route;
        this.consequences = consequences;
        this.clock = clock;
    }

    /** Runs them to the end, whatever happens; what is returned lets the consequences follow, and needs the job's lock. */
    Runnable run(List<Task> rows, RowCalls calls) {
        try {
            return rows.get(0).asking ? ask(rows.get(0), calls) : runRoute(rows, calls);
        } catch (RuntimeException | Error e) {
            return broken(rows, calls, e);
        }
    }

    private Runnable runRoute(List<Task> rows, RowCalls calls) {
        Exchange exchange = route.run(rows.stream().map(Task::row).toList(), calls);
        List<RowCalls.Made> made = calls.end();
        List<Verdict> verdicts = ChunkJudge.judge(made, exchange, rows.size(), clock.instant());
        return settlement(rows, calls, verdicts, Contact.of(made, verdicts));
    }

    private Runnable broken(List<Task> rows, RowCalls calls, Throwable e) {
        JobRow first = rows.get(0).row();
        LOG.error(
                "Row {} of job {} could not be run: {}",
                first.number(),
                first.job().id(),
                e.toString(),
                e);
        String reason = "the row could not be run to its end: " + e;
        Verdict.JobEffect effect = e instanceof OutOfMemoryError ? new Verdict.Alone(reason) : new Verdict.Stop(reason);
        Verdict verdict = PossibleEffect.of(calls.end()).bind(Verdict.again(effect), reason);
        return settlement(rows, calls, Collections.nCopies(rows.size(), verdict), Contact.NONE);
    }

    private Runnable settlement(List<Task> rows, RowCalls calls, List<Verdict> verdicts, Contact contact) {
        UnaryOperator<String> mask = mask(rows, calls);
        List<Verdict> masked =
                verdicts.stream().map(verdict -> verdict.reworded(mask)).toList();
        Contact heard = contact.reworded(mask);
        return () -> consequences.settle(rows, masked, heard);
    }

    private Runnable ask(Task task, RowCalls calls) {
        Exchange exchange = route.ask(task.row(), calls);
        Probe.Result result = Probe.read(calls.end(), exchange).reworded(mask(List.of(task), calls));
        return () -> consequences.answered(task, result);
    }

    /** Made when a reason needs it, for most rows have none. */
    private UnaryOperator<String> mask(List<Task> rows, RowCalls calls) {
        Supplier<UnaryOperator<String>> mask = Suppliers.memorize(() -> Reason.mask(
                rows.stream().map(task -> task.row().row()).toList(), settings.secretFields(), calls::withoutTokens));
        return reason -> mask.get().apply(reason);
    }
}
