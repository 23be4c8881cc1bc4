package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.SourceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles the unknown rows of a job that has ended by asking the route in {@code onUnknown} about each. */
final class Probing {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final Receipt.Calls NO_CALLS = new Receipt.Calls(0, 0, 0, 0);

    private final ImportSettings settings;
    private final Ledger ledger;
    private final Backlog backlog;
    private final Settling settling;
    private final RowRoute route;

    Probing(ImportSettings settings, Ledger ledger, RowRoute route) {
        this.settings = settings;
        this.ledger = ledger;
        this.backlog = new Backlog(ledger);
        this.settling = new Settling(ledger);
        this.route = route;
    }

    /** Rows about which nothing can be learned stay unknown; so do those behind one when nobody can be asked any more. */
    void probe(JobTable.Entry entry) throws IOException {
        Job job = entry.job();
        backlog.refiled(job);
        if (settings.onUnknown().probe() == null) {
            LOG.error(
                    "Import {}, job {}: onUnknown names no route that could be asked; settle with --done or --resend",
                    settings.name(),
                    job.id());
            return;
        }
        try {
            Path file = job.folders().after(entry.status()).resolve(job.fileName());
            RecordFile input = RecordFile.open(file, job.file(), settings.reading());
            if (input != null) {
                settle(entry, input, ask(job, input));
            }
        } catch (NoSuchFileException e) {
            LOG.error(
                    "Import {}, job {} cannot be probed: its file is gone: {}",
                    settings.name(),
                    job.id(),
                    e.getMessage());
        }
    }

    private record Asked(List<Long> done, List<Recovery.Ended> resent, List<Recovery.Ended> rest) {}

    private Asked ask(Job job, RecordFile input) throws IOException {
        RowIds ids = RowIds.of(ledger, job);
        Asked asked = new Asked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Exceptional exceptional = new Exceptional(ledger, job);
        boolean reachable = true;
        try (Records records = input.records(input.start())) {
            while (exceptional.hasNext()) {
                Recovery.Ended row = exceptional.next();
                if (row.outcome() != Outcome.UNKNOWN) {
                    continue;
                }
                SourceRecord record = OutcomeFile.find(records, row.row());
                Probe.Result result = reachable && record != null
                        ? ask(JobRow.of(job, record, RowContent.of(record, settings), ids))
                        : null;
                reachable = result != null && result.answer() != null;
                switch (result == null || result.answer() == null ? Probe.Answer.NOT_KNOWN : result.answer()) {
                    case TOOK_EFFECT -> asked.done().add(row.row());
                    case DID_NOT -> asked.resent().add(row);
                    case NOT_KNOWN -> asked.rest().add(row);
                }
            }
        }
        return asked;
    }

    private Probe.Result ask(JobRow row) {
        RowCalls calls = new RowCalls(new CallCounts(NO_CALLS), () -> {}, List.of(), Integer.MAX_VALUE);
        Exchange exchange = route.ask(row, calls);
        return Probe.read(calls.end(), exchange);
    }

    private void settle(JobTable.Entry entry, RecordFile input, Asked asked) throws IOException {
        Job job = entry.job();
        long before = (long) asked.done().size()
                + asked.resent().size()
                + asked.rest().size();
        List<Long> resent = asked.resent().stream().map(Recovery.Ended::row).toList();
        Settling.Decision decision = new Settling.Decision(asked.done(), resent, before);
        Path again = job.folders().work().resolve("." + job.fileName() + ".again");
        try {
            OutcomeFile.write(input, asked.rest().iterator(), Map.of(Outcome.UNKNOWN, Settling.rest(job)));
            OutcomeFile.write(input, asked.resent().iterator(), Map.of(Outcome.UNKNOWN, again));
            Settled settled =
                    settle(entry, decision, resent.isEmpty() ? null : again, input.rejectsName(job.fileName()));
            LOG.info(
                    "Import {}, job {} was probed: {} rows took effect, {} are sent again{}, {} stay unknown",
                    settings.name(),
                    job.id(),
                    settled.done(),
                    settled.resent(),
                    settled.child() == null ? "" : " by job " + settled.child(),
                    asked.rest().size());
        } finally {
            Files.deleteIfExists(again);
        }
    }

    private Settled settle(JobTable.Entry entry, Settling.Decision decision, @Nullable Path again, String name)
            throws IOException {
        if (again == null) {
            return settling.settle(entry, decision, null);
        }
        try (InputStream in = Files.newInputStream(again)) {
            return settling.resend(entry, decision, in, name);
        }
    }
}
